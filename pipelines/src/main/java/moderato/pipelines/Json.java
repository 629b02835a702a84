package moderato.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Small things to do with JSON trees, which are never changed in place. */
final class Json {

    private Json() {
    }

    /** A text as JSON; nothing when it is none. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JsonText.read(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The first object with the members of the second laid over it. */
    static ObjectNode over(JsonNode below, JsonNode above) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        below.properties().forEach(member -> both.set(member.getKey(), member.getValue()));
        above.properties().forEach(member -> both.set(member.getKey(), member.getValue()));
        return both;
    }

    /** An object with one more member. */
    static ObjectNode with(JsonNode object, String name, JsonNode value) {
        ObjectNode more = over(object, JsonNodeFactory.instance.objectNode());
        more.set(name, value);
        return more;
    }

    /** The same value in the one text that equal values share: members sorted, whole numbers without a fraction, no spaces. */
    static String canonical(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            char separator = '{';
            for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
                out.append(separator).append(JsonNodeFactory.instance.textNode(member.getKey())).append(':');
                write(member.getValue(), out);
                separator = ',';
            }
            out.append(sorted.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            out.append('[');
            for (int i = 0; i < node.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(node.get(i), out);
            }
            out.append(']');
        } else if (node.isNumber()) {
            out.append(node.decimalValue().signum() == 0 ? "0" : node.decimalValue().stripTrailingZeros().toPlainString());
        } else {
            out.append(node);
        }
    }
}
