package moderato.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** Measures the model of input {@code model} on input {@code test}, into {@code evaluation.json}. */
record Judging(JobFolders folders, JobConfiguration configuration) {

    private static final ObjectMapper JSON = new ObjectMapper();

    int run() throws IOException {
        Model<Label> model = model().castModel(Label.class);
        LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, Table.read(folders.processingInput("test")).dataset("test"));
        ObjectNode report = JSON.createObjectNode();
        ObjectNode metrics = report.putObject("binary_classification_metrics");
        metrics.putObject("accuracy").put("value", evaluation.accuracy());
        metrics.putObject("f1").put("value", evaluation.f1(new Label("1")));
        metrics.putObject("auc").put("value", evaluation.AUCROC(new Label("1")));
        Path file = Files.createDirectories(folders.processingOutput("evaluation")).resolve("evaluation.json");
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        configuration.log().println(report);
        return 0;
    }

    /* Inputs come as they lie in the object store: the archive is this image's to unpack. */
    private Model<?> model() throws IOException {
        Path unpacked = folders.root().resolve(Learning.MODEL);
        try (InputStream file = Files.newInputStream(folders.processingInput("model").resolve("model.tar.gz"));
                TarArchiveInputStream archive = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.getName().equals(Learning.MODEL)) {
                    Files.copy(archive, unpacked);
                    return Model.deserializeFromFile(unpacked);
                }
            }
        }
        throw new IOException("model.tar.gz holds no " + Learning.MODEL);
    }
}
