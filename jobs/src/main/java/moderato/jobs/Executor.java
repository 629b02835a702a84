package moderato.jobs;

import java.io.IOException;

/** Runs an image: inside this program, as a local command, or in a container. */
interface Executor {

    /**
     * Runs one host of a job to its end. Stops it, first asking and then without, when the launch says so, when it takes too long, or when
     * the calling thread is interrupted; in no case is anything of it left running.
     *
     * @throws IOException when it cannot be started, with the reason
     */
    Ending run(Launch launch) throws IOException, InterruptedException;

    /** Whether what it runs never writes into its inputs, so that links to the objects will do for them. */
    default boolean onlyReadsInputs() {
        return false;
    }
}
