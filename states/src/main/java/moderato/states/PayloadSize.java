package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import moderato.kernel.Limits;

/** How many bytes a value has as JSON text in UTF-8, counted only as far as the limit. */
final class PayloadSize {

    private PayloadSize() {
    }

    /**
     * Lets a state's output pass.
     *
     * @throws StatesErrorException {@code States.DataLimitExceeded} when it is larger than {@link Limits#PAYLOAD_BYTES}
     */
    static void check(JsonNode output, String name) {
        if (exceeds(output, Limits.PAYLOAD_BYTES)) {
            throw new StatesErrorException(Limits.DATA_LIMIT_EXCEEDED, cause(name));
        }
    }

    /** The service's sentence about a state or task whose result is too large. */
    static String cause(String name) {
        return "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit.".formatted(name);
    }

    static boolean exceeds(JsonNode value, long limit) {
        return left(value, limit) < 0;
    }

    /** The bytes of a value as JSON text. */
    static long of(JsonNode value) {
        return Long.MAX_VALUE - left(value, Long.MAX_VALUE);
    }

    /** What is left of a budget of bytes after a value; negative as soon as it is spent. */
    private static long left(JsonNode value, long budget) {
        long left = budget;
        switch (value.getNodeType()) {
            case OBJECT -> {
                left -= Math.max(2, value.size() + 1);
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    left -= quoted(field.getKey()) + 1;
                    left = left(field.getValue(), left);
                    if (left < 0) {
                        return left;
                    }
                }
            }
            case ARRAY -> {
                left -= Math.max(2, value.size() + 1);
                for (JsonNode element : value) {
                    left = left(element, left);
                    if (left < 0) {
                        return left;
                    }
                }
            }
            case STRING -> left -= quoted(value.textValue());
            case BOOLEAN -> left -= value.booleanValue() ? 4 : 5;
            case NULL, MISSING -> left -= 4;
            case NUMBER, BINARY, POJO -> left -= value.isInt() ? digits(value.intValue()) : value.asText().length();
        }
        return left;
    }

    private static int digits(int number) {
        int length = number < 0 ? 2 : 1;
        for (int rest = number / 10; rest != 0; rest /= 10) {
            length++;
        }
        return length;
    }

    private static long quoted(String text) {
        long bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f') {
                bytes += 2;
            } else if (c < ' ') {
                bytes += 6;
            } else if (c < 0x80) {
                bytes++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
