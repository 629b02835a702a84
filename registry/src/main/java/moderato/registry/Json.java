package moderato.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** JSON as the API has it. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Reads what the registry has written itself. */
    static ObjectNode parse(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the registry holds text that is no JSON: " + text, e);
        }
    }

    /** A copy that the caller may change; an empty object for anything that is no object. */
    static ObjectNode copy(JsonNode node) {
        return node.isObject() ? ((ObjectNode) node).deepCopy() : object();
    }

    /** An instant kept as milliseconds, as the API writes it: seconds since 1970. */
    static double seconds(long millis) {
        return millis / 1000.0;
    }

    static double seconds(Instant instant) {
        return seconds(instant.toEpochMilli());
    }
}
