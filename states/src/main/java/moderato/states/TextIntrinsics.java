package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/** The intrinsic functions over text and JSON. An empty answer means: these arguments are not for this function. */
final class TextIntrinsics {

    /** The service's limit on what is encoded, decoded or hashed, in characters. */
    private static final int LONGEST = 10_000;

    private TextIntrinsics() {
    }

    /** {@code {}} stands for the next value; a brace behind a backslash is only a brace. */
    static Optional<JsonNode> format(List<JsonNode> arguments) {
        if (!arguments.get(0).isTextual()) {
            return Optional.empty();
        }
        String template = arguments.get(0).textValue();
        StringBuilder text = new StringBuilder(template.length() + 32);
        int next = 1;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            char after = i + 1 < template.length() ? template.charAt(i + 1) : 0;
            if (c == '\\' && (after == '{' || after == '}' || after == '\\')) {
                text.append(after);
                i++;
            } else if (c == '{' && after == '}') {
                if (next == arguments.size()) {
                    return Optional.empty();
                }
                show(arguments.get(next++), text);
                i++;
            } else {
                text.append(c);
            }
        }
        return next == arguments.size() ? Optional.of(TextNode.valueOf(text.toString())) : Optional.empty();
    }

    /** The service shows objects and arrays as Java shows maps and lists. */
    private static void show(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            String separator = "{";
            for (var field : value.properties()) {
                text.append(separator).append(field.getKey()).append('=');
                show(field.getValue(), text);
                separator = ", ";
            }
            text.append(value.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            String separator = "[";
            for (JsonNode item : value) {
                text.append(separator);
                show(item, text);
                separator = ", ";
            }
            text.append(value.isEmpty() ? "[]" : "]");
        } else {
            text.append(value.asText());
        }
    }

    static Optional<JsonNode> stringToJson(JsonNode value) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        String text = value.textValue();
        if (text.isBlank()) {
            return Optional.of(NullNode.getInstance());
        }
        try {
            return Optional.of(JsonText.read(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> jsonToString(JsonNode value) {
        return Optional.of(TextNode.valueOf(value.toString()));
    }

    static Optional<JsonNode> encode(JsonNode value) {
        return shortText(value)
                .map(text -> TextNode.valueOf(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    static Optional<JsonNode> decode(JsonNode value) {
        try {
            return shortText(value)
                    .map(text -> TextNode.valueOf(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Hashes text, and any other JSON by its text. */
    static Optional<JsonNode> hash(JsonNode value, JsonNode algorithm) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        if (text.length() > LONGEST || !algorithm.isTextual()) {
            return Optional.empty();
        }
        return Hashes.hex(text, algorithm.textValue()).map(TextNode::valueOf);
    }

    /** Shallow: a key of the second object replaces the first's. Deep merging is not offered. */
    static Optional<JsonNode> merge(JsonNode first, JsonNode second, JsonNode deep) {
        if (!first.isObject() || !second.isObject() || !deep.isBoolean() || deep.booleanValue()) {
            return Optional.empty();
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        merged.setAll((ObjectNode) first);
        merged.setAll((ObjectNode) second);
        return Optional.of(merged);
    }

    /** Every character of the delimiter delimits, and nothing is never a part. */
    static Optional<JsonNode> split(JsonNode value, JsonNode delimiters) {
        if (!value.isTextual() || !delimiters.isTextual()) {
            return Optional.empty();
        }
        List<JsonNode> parts = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(value.textValue(), delimiters.textValue());
        while (tokens.hasMoreTokens()) {
            parts.add(TextNode.valueOf(tokens.nextToken()));
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode(parts.size());
        return Optional.of(array.addAll(parts));
    }

    private static Optional<String> shortText(JsonNode value) {
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }
}
