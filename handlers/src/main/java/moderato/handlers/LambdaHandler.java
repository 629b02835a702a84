package moderato.handlers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;

/**
 * Lambda invocations, by the integration {@code lambda:invoke} or by a function's own ARN as the resource.
 *
 * @param functions which function stands for which name
 */
public record LambdaHandler(Functions functions) implements TaskHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        if (context.resource().contains(":function:")) {
            return call(context.resource(), payload, context);
        }
        String name = payload.path("FunctionName").asText("");
        JsonNode event = payload.path("Payload");
        JsonNode answer = call(name, event.isMissingNode() ? JSON.createObjectNode() : decoded(event), context);
        boolean handedOver = payload.path("InvocationType").asText("").equals("Event");
        ObjectNode output = JSON.createObjectNode();
        output.put("ExecutedVersion", "$LATEST");
        if (!handedOver) {
            output.set("Payload", context.resource().contains("aws-sdk") ? output.textNode(answer.toString()) : answer);
        }
        int length = answer.toString().getBytes(StandardCharsets.UTF_8).length;
        output.set("SdkHttpMetadata", Answers.httpMetadata(length, context));
        output.set("SdkResponseMetadata", Answers.responseMetadata(context));
        return output.put("StatusCode", handedOver ? 202 : 200);
    }

    private JsonNode call(String name, JsonNode event, TaskContext context) throws TaskFailedException, InterruptedException {
        LocalFunction function = functions.find(name, context.settings()).orElseThrow(() -> new TaskFailedException("Lambda.ResourceNotFoundException",
                "Function not found: " + name + "; name a command or address for it in the handlers file (--handlers), under lambda"));
        return function.call(event, context);
    }

    /* The SDK integration takes the payload as text, or as base64 of it. */
    private static JsonNode decoded(JsonNode event) {
        if (!event.isTextual()) {
            return event;
        }
        for (String text : new String[] {event.asText(), base64(event.asText())}) {
            try {
                JsonNode read = JSON.readTree(text);
                if (read != null && read.isContainerNode()) {
                    return read;
                }
            } catch (JsonProcessingException notJson) {
                continue;
            }
        }
        return event;
    }

    private static String base64(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
