package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/** What pipelines ask of the registry: {@code registry:register} and {@code lineage:create}. {@code docs/pipeline-tasks.md} gives the payloads. */
public final class RegistryHandlers implements TaskHandlers {

    private final Registry registry;
    private final Map<String, TaskHandler> handlers;

    public RegistryHandlers(Registry registry) {
        this.registry = registry;
        this.handlers = Map.of("registry:register", this::register, "lineage:create", this::lineage);
    }

    @Override
    public Optional<TaskHandler> find(String resource) {
        return Optional.ofNullable(handlers.get(resource));
    }

    private JsonNode register(JsonNode payload, TaskContext context) throws TaskFailedException {
        try {
            return registry.packages().create(payload.path("Request"), context.idempotencyKey(), context.run().id());
        } catch (RegistryException e) {
            throw new TaskFailedException("ClientError", "Failed to invoke sagemaker:CreateModelPackage. Error Details: " + e.getMessage());
        }
    }

    private JsonNode lineage(JsonNode payload, TaskContext context) throws TaskFailedException {
        try {
            return registry.lineage().create(payload.path("Request"), context.run().id());
        } catch (RegistryException e) {
            throw new TaskFailedException("ClientError", String.valueOf(e.getMessage()));
        }
    }
}
