package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;
import moderato.handlers.SageMakerHandler;
import moderato.handlers.SageMakerOperations;
import moderato.jobs.JobOperations;
import moderato.jobs.JobServices;
import moderato.kernel.Engine;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandlers;
import moderato.pipelines.PipelineOperations;
import moderato.registry.Registry;
import moderato.registry.RegistryException;
import moderato.registry.RegistryOperations;

/** The SageMaker API of a home, as state machines call it: jobs, pipelines and the registry together. */
final class SageMaker implements SageMakerOperations {

    private final JobOperations jobs;
    private final PipelineOperations pipelines;
    private final RegistryOperations registry;

    private SageMaker(JobServices jobs, Registry registry, Supplier<Engine> engine) {
        this.jobs = new JobOperations(jobs);
        this.pipelines = new PipelineOperations(engine);
        this.registry = new RegistryOperations(registry);
    }

    /**
     * The handlers of {@code arn:aws:states:::sagemaker:...}.
     *
     * @param work does jobs, as pipelines ask for them
     */
    static TaskHandlers handlers(TaskHandlers work, JobServices jobs, Registry registry, Supplier<Engine> engine) {
        return new SageMakerHandler(work, new SageMaker(jobs, registry, engine), engine);
    }

    @Override
    public Optional<ObjectNode> call(String operation, JsonNode request, TaskContext context) throws TaskFailedException {
        if (jobs.has(operation)) {
            return Optional.of(jobs.call(operation, request, context.idempotencyKey()));
        }
        if (pipelines.has(operation)) {
            return Optional.of(pipelines.call(operation, request, context.idempotencyKey(), context.settings()));
        }
        if (!registry.names().contains(operation)) {
            return Optional.empty();
        }
        try {
            return Optional.of(registry.call(operation, request, context.idempotencyKey(), context.run().id()));
        } catch (RegistryException e) {
            throw new TaskFailedException(e.error(), String.valueOf(e.getMessage()));
        }
    }
}
