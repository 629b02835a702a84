package moderato.jobs;

import java.nio.file.Path;
import java.time.Clock;
import moderato.objects.ObjectStore;

/**
 * What every kind of job works with.
 *
 * @param folder where attempts, logs and descriptions are kept
 * @param listener is told every line of every job's log
 * @param packages where a model's ModelPackageName is looked up
 */
public record JobServices(Path folder, ObjectStore store, JobImages images, Clock clock, JobListener listener, ModelPackages packages) {

    /** Jobs that know of no registered model packages. */
    public JobServices(Path folder, ObjectStore store, JobImages images, Clock clock, JobListener listener) {
        this(folder, store, images, clock, listener, ModelPackages.NONE);
    }

    /** Jobs whose logs nobody listens to. */
    public JobServices(Path folder, ObjectStore store, JobImages images, Clock clock) {
        this(folder, store, images, clock, (job, line) -> {
        });
    }

    public JobServices {
        folder = folder.toAbsolutePath().normalize();
    }

    /** What is known of jobs and models. */
    public JobDescriptions descriptions() {
        return new JobDescriptions(folder.resolve("descriptions"));
    }

    /** What is remembered of objects that were taken away on purpose. */
    public RemovedObjects removed() {
        return new RemovedObjects(folder.resolve("removed"));
    }

    JobInputs inputs() {
        return new JobInputs(store);
    }
}
