package moderato.jobs;

import java.nio.file.Path;
import java.time.Clock;
import moderato.objects.ObjectStore;

/**
 * What every kind of job works with.
 *
 * @param folder where attempts, logs and descriptions are kept
 */
public record JobServices(Path folder, ObjectStore store, JobImages images, Clock clock) {

    public JobServices {
        folder = folder.toAbsolutePath().normalize();
    }

    /** What is known of jobs and models. */
    public JobDescriptions descriptions() {
        return new JobDescriptions(folder.resolve("descriptions"));
    }

    JobInputs inputs() {
        return new JobInputs(store);
    }
}
