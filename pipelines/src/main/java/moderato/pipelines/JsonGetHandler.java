package moderato.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;

/** Answers {@code json:get}: the value at a path of a JSON object in the object store. */
public final class JsonGetHandler implements TaskHandler {

    private static final long LONGEST = 64L * 1024 * 1024;

    /** Reads objects. */
    @FunctionalInterface
    public interface Objects {
        /**
         * The bytes of an object.
         *
         * @param uri {@code s3://bucket/key}
         * @throws IOException when there is no such object, or it cannot be read; the message says which
         */
        byte[] read(String uri) throws IOException;
    }

    private final Objects objects;

    public JsonGetHandler(Objects objects) {
        this.objects = objects;
    }

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException {
        JsonNode value = value(payload.path("S3Uri").asText(), payload.path("Path").asText());
        return JsonNodeFactory.instance.objectNode().set("Value", value);
    }

    JsonNode value(String uri, String path) throws TaskFailedException {
        JsonNode document;
        try {
            byte[] bytes = objects.read(uri);
            if (bytes.length > LONGEST) {
                throw new TaskFailedException("ClientError", "Property file " + uri + " has " + bytes.length + " bytes; at most " + LONGEST + " are read.");
            }
            document = JsonText.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            JsonText.Position position = e.getLocation() == null ? JsonText.Position.UNKNOWN : JsonText.position(e.getLocation());
            throw new TaskFailedException("ClientError", "Property file " + uri + " is no JSON: line " + position.line() + ", column " + position.column() + ".");
        } catch (IOException e) {
            throw new TaskFailedException("ClientError", "Property file " + uri + " cannot be read: " + e.getMessage());
        }
        // As JSONPath has it, the document itself may be named first.
        Optional<List<Accessor>> accessors = Accessor.parse(path.startsWith("$.") ? path.substring(2) : path);
        return accessors.flatMap(parsed -> Accessor.follow(document, parsed))
                .orElseThrow(() -> new TaskFailedException("ClientError", "Property file " + uri + " has nothing at " + path + "."));
    }
}
