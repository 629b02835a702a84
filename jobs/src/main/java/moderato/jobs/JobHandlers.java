package moderato.jobs;

import java.util.Map;
import java.util.Optional;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/** The handlers of jobs, by the resource that a pipeline's step asks for; {@code docs/pipeline-tasks.md} lists them. */
public final class JobHandlers implements TaskHandlers {

    private final Map<String, TaskHandler> handlers;

    public JobHandlers(JobServices services) {
        TrainingJobs training = new TrainingJobs(services);
        handlers = Map.of(
                "job:processing", new ProcessingJobs(services),
                "job:training", training,
                "job:tuning", new TuningJobs(services, training),
                "job:transform", new TransformJobs(services),
                "model:create", new ModelCreation(services),
                "objects:digest", new ObjectDigests(services),
                "objects:cleanup", new ObjectCleanup(services));
    }

    @Override
    public Optional<TaskHandler> find(String resource) {
        return Optional.ofNullable(handlers.get(resource));
    }
}
