package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** The words around JSONata: kinds of value, and how deep an expression is nested. */
final class JsonataText {

    /** Behind these a slash begins a regular expression, behind all else it divides. */
    private static final String OPERATOR_ENDS = "([{,;:?=~<>+-*%&|!^";

    private JsonataText() {
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case STRING, BINARY -> "string";
            case NULL -> "null";
            case OBJECT, POJO, MISSING -> "object";
        };
    }

    /** How many brackets are open at once; quotes and escapes are passed over, comments are not. */
    static int depth(String source) {
        int depth = 0;
        int deepest = 0;
        char quote = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
                deepest = Math.max(deepest, depth);
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
        }
        return deepest;
    }

    /**
     * The second character of the first operator that the service's JSONata does not have and the library does: {@code ?:} and {@code ??}.
     * Text between quotes, comments and regular expressions are passed over.
     */
    static Optional<Character> laterOperator(String source) {
        char before = '(';
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            char next = i + 1 < source.length() ? source.charAt(i + 1) : 0;
            if (c == '?' && (next == ':' || next == '?')) {
                return Optional.of(next);
            }
            if (c == '/' && next == '*') {
                i = Math.max(i, source.indexOf("*/", i + 2));
            } else if (c == '"' || c == '\'' || c == '`' || c == '/' && OPERATOR_ENDS.indexOf(before) >= 0) {
                i = closing(source, i, c);
            }
            if (!Character.isWhitespace(c)) {
                before = c;
            }
        }
        return Optional.empty();
    }

    private static int closing(String source, int open, char quote) {
        int i = open + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
