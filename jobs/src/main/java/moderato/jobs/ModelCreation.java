package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;

/**
 * Creates models, which batch transforms find by name: what a payload {@code {Request, Arn}} asks for is kept as DescribeModel answers it.
 */
final class ModelCreation implements TaskHandler {

    private static final String KIND = "model";

    private final JobServices services;

    ModelCreation(JobServices services) {
        this.services = services;
    }

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException {
        try {
            return create((ObjectNode) payload.path("Request"), payload.path("Arn").asText(""));
        } catch (JobFailure failure) {
            throw failure.toTaskFailure();
        } catch (IOException e) {
            throw JobFailure.internal(String.valueOf(e.getMessage())).toTaskFailure();
        } catch (IllegalArgumentException e) {
            throw JobFailure.client(String.valueOf(e.getMessage())).toTaskFailure();
        }
    }

    /* Asked for again after a crash, the same model is answered as it was. */
    private ObjectNode create(ObjectNode request, String arn) throws IOException, JobFailure {
        String name = request.path("ModelName").asText();
        ObjectNode description = request.deepCopy();
        description.put("ModelArn", arn);
        Optional<ObjectNode> earlier = services.descriptions().find(KIND, name);
        if (earlier.isPresent()) {
            ObjectNode same = earlier.get().deepCopy();
            same.remove("CreationTime");
            if (same.equals(description)) {
                return earlier.get();
            }
            throw JobFailure.client("Cannot create already existing model \"" + name + "\"");
        }
        for (CreatedModel.Container container : CreatedModel.of(request, services).containers()) {
            if (container.artifact().isPresent() && !container.uncompressed()) {
                container.archive(services);
            }
        }
        description.put("CreationTime", services.clock().instant().toEpochMilli() / 1000.0);
        services.descriptions().keep(KIND, name, description);
        return description;
    }
}
