package moderato.jobs;

import java.io.IOException;

/**
 * What a batch transform serves: the model behind {@code /ping} and {@code /invocations} of the container contract.
 */
@FunctionalInterface
public interface ServingImage {

    /**
     * Loads the model from {@link JobFolders#model()}; the container answers pings once this returns.
     *
     * @throws IOException when the model cannot be loaded; the transform job fails with its message
     */
    Served load(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException;

    /** A loaded model; safe for calls from several threads. */
    interface Served extends AutoCloseable {

        /**
         * Answers one invocation.
         *
         * @param body the request's bytes, as split and batched by the transform job
         * @param contentType the request's content type
         * @param accept the content type wanted of the answer
         * @throws IOException when the body cannot be understood; the caller sees an HTTP 4xx
         */
        byte[] predict(byte[] body, String contentType, String accept) throws IOException;

        /** What the image asks of a batch transform, where the request leaves it open; the answer to {@code GET /execution-parameters}. */
        default ExecutionParameters executionParameters() {
            return ExecutionParameters.NONE;
        }

        /**
         * Whether what was answered so far is worth keeping; false where something failed that another try may do, so that a transform of
         * objects with the same bytes is done again. Said outside this JVM by {@code Cache-Control: no-store}.
         */
        default boolean keepable() {
            return true;
        }

        @Override
        void close();
    }
}
