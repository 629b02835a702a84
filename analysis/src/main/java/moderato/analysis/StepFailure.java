package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/** Runs a step so that what goes wrong for want of good input ends as the job's failure text, not as a stack trace. */
final class StepFailure {

    /** The exit code of a step that failed. */
    static final int FAILED = 1;

    private StepFailure() {}

    static int guard(JobFolders folders, JobConfiguration configuration, Image step) throws IOException, InterruptedException {
        try {
            return step.run(folders, configuration);
        } catch (IllegalArgumentException | IOException e) {
            String reason = String.valueOf(e.getMessage());
            configuration.log().println(reason);
            Files.createDirectories(folders.failureFile().getParent());
            Files.writeString(folders.failureFile(), reason);
            return FAILED;
        }
    }
}
