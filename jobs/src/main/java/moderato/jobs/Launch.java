package moderato.jobs;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * One host of one attempt of a job, ready to start.
 *
 * @param folders what the job sees as {@code /opt/ml}
 * @param entrypoint the request's entrypoint; empty: the image's own
 * @param arguments the request's arguments, or the word that the contract starts a container with ({@code train}, {@code serve})
 * @param environment the request's variables and those that the contract adds
 * @param hyperparameters of a training job; empty for others
 * @param log where standard output and standard error go
 * @param longest how long the job may run
 * @param stopping turns true when the job is no longer wanted
 * @param port where a serving image listens on this machine's loopback; empty: the job serves nothing
 * @param full turns true when the job has filled its disk, and is ended without more words
 * @param offline whether the request wants it kept from the network
 */
record Launch(JobFolders folders, List<String> entrypoint, List<String> arguments, Map<String, String> environment,
        Map<String, String> hyperparameters, PrintStream log, Duration longest, BooleanSupplier stopping, OptionalInt port, BooleanSupplier full, boolean offline) {

    Launch {
        entrypoint = List.copyOf(entrypoint);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        hyperparameters = Map.copyOf(hyperparameters);
    }

    /** A launch of a job that serves nothing. */
    Launch(JobFolders folders, List<String> entrypoint, List<String> arguments, Map<String, String> environment, Map<String, String> hyperparameters, PrintStream log,
            Duration longest, BooleanSupplier stopping) {
        this(folders, entrypoint, arguments, environment, hyperparameters, log, longest, stopping, OptionalInt.empty());
    }

    /** A launch of a job that may reach the network. */
    Launch(JobFolders folders, List<String> entrypoint, List<String> arguments, Map<String, String> environment, Map<String, String> hyperparameters, PrintStream log,
            Duration longest, BooleanSupplier stopping, OptionalInt port) {
        this(folders, entrypoint, arguments, environment, hyperparameters, log, longest, stopping, port, () -> false, false);
    }

    /** The same, kept from the network if the request wants that. */
    Launch offline(boolean wanted) {
        return new Launch(folders, entrypoint, arguments, environment, hyperparameters, log, longest, stopping, port, full, wanted);
    }

    /** The same, watched for what it writes. */
    Launch watched(BooleanSupplier filled) {
        return new Launch(folders, entrypoint, arguments, environment, hyperparameters, log, longest, stopping, port, filled, offline);
    }

    /** What a built-in image is told. */
    JobConfiguration configuration(BooleanSupplier stop) {
        return new JobConfiguration(arguments, environment, hyperparameters, log, stop);
    }
}
