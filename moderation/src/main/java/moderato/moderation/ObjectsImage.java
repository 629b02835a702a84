package moderato.moderation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import moderato.analysis.DomainImage;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/objects}: looks for objects, and for whatever else the models in its input look for: the domains that
 * a user's own models add, each into a folder of its own inside the output.
 */
final class ObjectsImage implements Image {

    private static final Image OBJECTS = new CoveredImage(Domains.OBJECTS, Domains.OBJECTS, new DomainImage(Domains.OBJECTS));

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        int code = OBJECTS.run(folders, configuration);
        for (String domain : DomainImage.domains(folders.processingInput("models"))) {
            if (Domains.STANDARD.contains(domain)) {
                continue;
            }
            String folder = Domains.OBJECTS + "/" + domain;
            List<String> arguments = new ArrayList<>(configuration.arguments());
            arguments.addAll(List.of("--output", "/opt/ml/processing/output/" + folder));
            new CoveredImage(domain, folder, new DomainImage(domain)).run(folders,
                    new JobConfiguration(arguments, configuration.environment(), configuration.hyperparameters(), configuration.log(), configuration.stopping()));
        }
        return code;
    }
}
