package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import moderato.jobs.JobFolders;

/** How the images of this module say that their input cannot be used. */
final class ImageFailure {

    private ImageFailure() {
    }

    /** Writes the failure file; its text becomes the job's FailureReason. */
    static int report(JobFolders folders, InvalidInputException problem) throws IOException {
        Files.createDirectories(folders.failureFile().getParent());
        Files.writeString(folders.failureFile(), String.join("\n", problem.problems()));
        return 1;
    }
}
