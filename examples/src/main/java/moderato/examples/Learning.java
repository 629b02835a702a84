package moderato.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;

/** Learns a logistic regression from channel {@code train}, and says on the log how well it does on channel {@code validation}. */
record Learning(JobFolders folders, JobConfiguration configuration) {

    static final String MODEL = "model.tribuo";

    private static final long SEED = 11;

    int run() throws IOException {
        Map<String, String> hyperparameters = configuration.hyperparameters();
        int epochs = Integer.parseInt(hyperparameters.getOrDefault("epochs", "5"));
        double rate = Double.parseDouble(hyperparameters.getOrDefault("learning_rate", "0.1"));
        int batch = Integer.parseInt(hyperparameters.getOrDefault("batch", "8"));
        MutableDataset<Label> train = Table.read(folders.channel("train")).dataset("train");
        Model<Label> model = new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(rate), epochs, train.size(), batch, SEED).train(train);
        double accuracy = new LabelEvaluator().evaluate(model, Table.read(folders.channel("validation")).dataset("validation")).accuracy();
        configuration.log().println(String.format(Locale.ROOT, "epochs=%d learning_rate=%s validation:accuracy=%.6f", epochs, rate, accuracy));
        model.serializeToFile(Files.createDirectories(folders.model()).resolve(MODEL));
        return 0;
    }
}
