package moderato.jobs;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a job is told beside its folders.
 *
 * @param arguments the container's arguments, in order
 * @param environment the environment variables of the request
 * @param hyperparameters the hyperparameters of a training job, all of them strings; empty for other jobs
 * @param log where the job's standard output and standard error go
 * @param stopping turns true once the job has been asked to stop; an image looks at it between units of work
 */
public record JobConfiguration(
        List<String> arguments,
        Map<String, String> environment,
        Map<String, String> hyperparameters,
        PrintStream log,
        BooleanSupplier stopping) {

    public JobConfiguration {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        hyperparameters = Map.copyOf(hyperparameters);
    }
}
