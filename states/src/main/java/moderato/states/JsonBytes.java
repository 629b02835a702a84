package moderato.states;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON in UTF-8 on its way to a stream, put together from pieces that are encoded already. */
final class JsonBytes {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();
    private static final int LONGEST_NUMBER = 20;

    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int size;

    JsonBytes(OutputStream out) {
        this.out = out;
    }

    /** The bytes of a text that needs no quotes and no escapes. */
    static byte[] plain(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of a JSON string, quotes included; half of a surrogate pair becomes a question mark. */
    static byte[] quoted(String text) {
        byte[] escaped;
        try {
            escaped = ENCODER.quoteAsUTF8(text);
        } catch (IllegalArgumentException halfAPair) {
            escaped = ENCODER.quoteAsUTF8(new String(plain(text), StandardCharsets.UTF_8));
        }
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** The text of a tree, the same as its {@code toString} in a third of the time. */
    static void append(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> append((ObjectNode) node, text);
            case ARRAY -> append((ArrayNode) node, text);
            case STRING -> append(node.textValue(), text);
            case NUMBER -> text.append(node.isInt() || node.isLong() ? Long.toString(node.longValue()) : node.toString());
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> text.append(node);
        }
    }

    private static void append(ObjectNode object, StringBuilder text) {
        text.append('{');
        char separator = 0;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (separator != 0) {
                text.append(separator);
            }
            append(field.getKey(), text);
            append(field.getValue(), text.append(':'));
            separator = ',';
        }
        text.append('}');
    }

    private static void append(ArrayNode array, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < array.size(); i++) {
            append(array.get(i), i == 0 ? text : text.append(','));
        }
        text.append(']');
    }

    private static void append(String value, StringBuilder text) {
        text.append('"');
        ENCODER.quoteAsString(value, text);
        text.append('"');
    }

    JsonBytes put(byte[] piece) throws IOException {
        if (piece.length > buffer.length - size) {
            flush();
            if (piece.length > buffer.length) {
                out.write(piece);
                return this;
            }
        }
        System.arraycopy(piece, 0, buffer, size, piece.length);
        size += piece.length;
        return this;
    }

    /** Puts a number that is not negative. */
    JsonBytes put(long number) throws IOException {
        if (buffer.length - size < LONGEST_NUMBER) {
            flush();
        }
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = size + digits - 1; i >= size; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
        out.flush();
    }
}
