package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Map;

/**
 * JSON trees in the one form that reading their text gives.
 *
 * <p>A run sees the trees that its handlers made, and after a restart the trees read from the journal; both must be equal, or a replay
 * could decide differently. So every tree is brought into this form before a run sees it: whole numbers in the smallest of int, long and
 * big integer, all other numbers as double, no holes, and nothing that is not JSON.
 */
final class CanonicalJson {

    /** The deepest nesting that is taken from outside; the recursions of engines and languages are built for it. */
    static final int DEPTH = 500;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CanonicalJson() {
    }

    /**
     * The same tree in canonical form; the very same object where it is in that form already.
     *
     * @throws IllegalArgumentException when it is nested too deeply, or holds what JSON cannot say
     */
    static JsonNode of(JsonNode node) {
        return of(node, 0);
    }

    private static JsonNode of(JsonNode node, int depth) {
        if (depth > DEPTH) {
            throw new IllegalArgumentException("the JSON is nested more than " + DEPTH + " levels deep");
        }
        return switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node, depth);
            case ARRAY -> array((ArrayNode) node, depth);
            case NUMBER -> number(node);
            case BINARY -> TextNode.valueOf(node.asText());
            case MISSING -> NullNode.instance;
            case STRING -> string(node);
            case BOOLEAN, NULL -> node;
            case POJO -> throw new IllegalArgumentException("a Java object stands where JSON was expected");
        };
    }

    private static JsonNode object(ObjectNode object, int depth) {
        ObjectNode copy = NODES.objectNode();
        boolean same = true;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = of(field.getValue(), depth + 1);
            String name = text(field.getKey());
            boolean kept = value == field.getValue() && name.equals(field.getKey());
            if (same && !kept) {
                copyBefore(field.getKey(), object, copy);
            }
            same &= kept;
            if (!same) {
                copy.set(name, value);
            }
        }
        return same ? object : copy;
    }

    private static void copyBefore(String name, ObjectNode from, ObjectNode to) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (field.getKey().equals(name)) {
                return;
            }
            to.set(field.getKey(), field.getValue());
        }
    }

    private static JsonNode array(ArrayNode array, int depth) {
        ArrayNode copy = null;
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = of(array.get(i), depth + 1);
            if (value != array.get(i)) {
                copy = copy == null ? NODES.arrayNode(array.size()).addAll(array) : copy;
                copy.set(i, value);
            }
        }
        return copy == null ? array : copy;
    }

    private static JsonNode string(JsonNode node) {
        String clean = text(node.textValue());
        return clean.equals(node.textValue()) ? node : TextNode.valueOf(clean);
    }

    /** The same text, with U+FFFD for every half of a surrogate pair that stands alone, which UTF-8 cannot say. */
    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static JsonNode number(JsonNode node) {
        return switch (node.numberType()) {
            case INT -> node.isShort() ? NODES.numberNode(node.intValue()) : node;
            case LONG -> node.canConvertToInt() ? NODES.numberNode(node.intValue()) : node;
            case BIG_INTEGER -> whole(node);
            case DOUBLE -> finite(node, node.doubleValue());
            case FLOAT, BIG_DECIMAL -> finite(NullNode.instance, Double.parseDouble(node.asText()));
        };
    }

    private static JsonNode whole(JsonNode node) {
        BigInteger value = node.bigIntegerValue();
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : node;
    }

    private static JsonNode finite(JsonNode node, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the number " + value + " cannot be written as JSON");
        }
        return node instanceof DoubleNode ? node : NODES.numberNode(value);
    }

    /** The bytes that a canonical tree takes as compact JSON text in UTF-8. */
    static long bytes(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                long sum = 1 + Math.max(1, node.size());
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    sum += textBytes(field.getKey()) + 1 + bytes(field.getValue());
                }
                yield sum;
            }
            case ARRAY -> {
                long sum = 1 + Math.max(1, node.size());
                for (JsonNode element : node) {
                    sum += bytes(element);
                }
                yield sum;
            }
            case STRING -> textBytes(node.textValue());
            case BOOLEAN, NULL, NUMBER, BINARY, MISSING, POJO -> node.asText().length();
        };
    }

    private static long textBytes(String text) {
        long sum = 2;
        for (int i = 0; i < text.length(); i++) {
            sum += charBytes(text.charAt(i));
        }
        return sum;
    }

    private static int charBytes(char c) {
        if (c >= 0x80) {
            if (c < 0x800) {
                return 2;
            }
            return Character.isSurrogate(c) ? 2 : 3;
        }
        return switch (c) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> c < ' ' ? 6 : 1;
        };
    }
}
