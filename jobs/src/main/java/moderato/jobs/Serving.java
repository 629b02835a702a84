package moderato.jobs;

import java.io.IOException;

/** A model that answers invocations, wherever it runs. Safe for calls from several threads. */
interface Serving extends AutoCloseable {

    /** A body with the type it is of; the type is empty when nobody said. */
    record Content(byte[] body, String type) {
    }

    /** What the image asks for, where the request leaves it open. */
    ExecutionParameters executionParameters();

    /**
     * Answers one invocation.
     *
     * @param accept the type wanted of the answer; empty: any
     * @throws IOException when the model refuses or does not answer, with what it said
     */
    Content invoke(Content request, String accept) throws IOException, InterruptedException;

    /** Whether its answers so far are worth keeping. */
    boolean keepable();

    /** Ends the model; nothing of it is left running. */
    @Override
    void close();
}
