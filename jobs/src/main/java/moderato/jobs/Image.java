package moderato.jobs;

import java.io.IOException;

/**
 * What a processing or training job runs, written against SageMaker's container contract and nothing else.
 *
 * <p>An implementation reads and writes below its {@link JobFolders} only, so the same class runs inside this program, in a child JVM,
 * or as the entrypoint of a container.
 */
@FunctionalInterface
public interface Image {

    /**
     * Runs the job to its end.
     *
     * @return the exit code: 0 when the job completed; anything else fails the job, with the text of
     *     {@link JobFolders#failureFile()} as its reason
     * @throws IOException when a folder of the job cannot be read or written; the job fails with its message
     * @throws InterruptedException when the job was asked to stop and the calling thread was interrupted
     */
    int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException;
}
