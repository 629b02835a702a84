package moderato.handlers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import moderato.kernel.TaskContext;

/** The parts that every answer of a service has. */
final class Answers {

    private Answers() {
    }

    /** An id that is the same whenever this attempt is done again. */
    static String requestId(TaskContext context) {
        return UUID.nameUUIDFromBytes(context.idempotencyKey().getBytes(StandardCharsets.UTF_8)).toString();
    }

    static ObjectNode httpMetadata(int length, TaskContext context) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        ObjectNode all = metadata.putObject("AllHttpHeaders");
        ObjectNode headers = metadata.putObject("HttpHeaders");
        for (String[] header : new String[][] {{"Content-Length", String.valueOf(length)}, {"Content-Type", "application/json"}, {"x-amzn-RequestId",
                requestId(context)}}) {
            all.putArray(header[0]).add(header[1]);
            headers.put(header[0], header[1]);
        }
        return metadata.put("HttpStatusCode", 200);
    }

    static ObjectNode responseMetadata(TaskContext context) {
        return JsonNodeFactory.instance.objectNode().put("RequestId", requestId(context));
    }

    /** Adds both to a service's answer. */
    static ObjectNode withMetadata(ObjectNode answer, TaskContext context) {
        int length = answer.toString().getBytes(StandardCharsets.UTF_8).length;
        answer.set("SdkHttpMetadata", httpMetadata(length, context));
        answer.set("SdkResponseMetadata", responseMetadata(context));
        return answer;
    }
}
