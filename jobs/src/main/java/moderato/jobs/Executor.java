package moderato.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Runs an image: inside this program, as a local command, or in a container. */
interface Executor {

    /**
     * Runs one host of a job to its end. Stops it, first asking and then without, when the launch says so, when it takes too long, or when
     * the calling thread is interrupted; in no case is anything of it left running.
     *
     * @throws IOException when it cannot be started, with the reason
     */
    Ending run(Launch launch) throws IOException, InterruptedException;

    /** Whether the service's training toolkit may be part of what it runs, so that finding the user's scripts is not up to this program. */
    default boolean bringsToolkit() {
        return false;
    }

    /**
     * The variables by which what it runs finds the Python packages of a requirements file, which are installed for that; none where the
     * file is not there, or an image brings its own.
     *
     * @param said is told of an installation
     * @throws IOException when a package cannot be had, with the reason
     */
    default Map<String, String> packages(Path requirements, Consumer<String> said) throws IOException, InterruptedException {
        return Map.of();
    }

    /** Whether what it runs never writes into its inputs, so that links to the objects will do for them. */
    default boolean onlyReadsInputs() {
        return false;
    }
}
