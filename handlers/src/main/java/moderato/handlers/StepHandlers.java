package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/**
 * The tasks of pipeline steps that are no jobs: Lambda steps, the messages of Callback steps, and step types that the user registered a
 * command or address for, under {@code steps} in the handlers file. {@code docs/pipeline-tasks.md} gives their payloads.
 *
 * @param functions which function stands for which name
 * @param messages where the messages of Callback steps go
 */
record StepHandlers(Functions functions, LocalMessages messages) implements TaskHandlers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "step:";

    @Override
    public Optional<TaskHandler> find(String resource) {
        return switch (resource) {
            case "lambda:invoke" -> Optional.of(this::invoke);
            case "callback:send" -> Optional.of(this::send);
            default -> resource.startsWith(STEP) ? Optional.of(this::registered) : Optional.empty();
        };
    }

    private JsonNode invoke(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        String name = payload.path("FunctionArn").asText();
        LocalFunction function = functions.find(name, context.settings()).orElseThrow(() -> new TaskFailedException("ClientError",
                "Function not found: " + name + "; name a command or address for it in the handlers file (--handlers), under lambda"));
        return function.call(payload.path("Payload"), context);
    }

    private JsonNode send(JsonNode payload, TaskContext context) throws TaskFailedException {
        return messages.send(JSON.createObjectNode().put("QueueUrl", payload.path("QueueUrl").asText()).set("MessageBody", payload.path("Message")), context);
    }

    private JsonNode registered(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        String type = context.resource().substring(STEP.length());
        LocalFunction function = functions.forStep(type, context.settings()).orElseThrow(() -> new TaskFailedException("NeedsAws",
                "A step of type " + type + " needs AWS. To run it here, name a command or address for it in the handlers file (--handlers): steps: {" + type + ": {command: [...]}}"));
        return function.call(payload, context);
    }
}
