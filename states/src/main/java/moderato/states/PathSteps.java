package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names (String) and indexes (Integer) of a path that has nothing else.
 *
 * <p>Between quotes a name stands as it is, backslashes included: that is how the service reads it, and the library does not.
 */
final class PathSteps {

    private PathSteps() {
    }

    /** Reads {@code .a['b'][0]}; null when there is more to the text than names and indexes. */
    static Object @Nullable [] read(String text) {
        List<Object> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (c == '.') {
                end = at + 1;
                while (end < text.length() && isNamePart(text.charAt(end))) {
                    end++;
                }
                if (end == at + 1 || end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                    return null;
                }
                steps.add(text.substring(at + 1, end));
            } else if (c == '[') {
                char quote = at + 1 < text.length() ? text.charAt(at + 1) : 0;
                boolean quoted = quote == '\'' || quote == '"';
                end = text.indexOf(']', quoted ? Math.max(at, text.indexOf(quote, at + 2)) : at);
                if (end < 0) {
                    return null;
                }
                Object step = bracket(text.substring(at + 1, end));
                if (step == null) {
                    return null;
                }
                steps.add(step);
                end++;
            } else {
                return null;
            }
            at = end;
        }
        return steps.toArray();
    }

    private static @Nullable Object bracket(String inner) {
        int length = inner.length();
        if (length > 2 && (inner.charAt(0) == '\'' || inner.charAt(0) == '"') && inner.charAt(length - 1) == inner.charAt(0)) {
            String name = inner.substring(1, length - 1);
            return name.indexOf(inner.charAt(0)) < 0 ? name : null;
        }
        if (length == 0 || length > 9) {
            return null;
        }
        int from = inner.charAt(0) == '-' && length > 1 ? 1 : 0;
        for (int i = from; i < length; i++) {
            if (inner.charAt(i) < '0' || inner.charAt(i) > '9') {
                return null;
            }
        }
        return Integer.valueOf(inner);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    /** The value at the steps, or a missing node. */
    static JsonNode walk(JsonNode base, Object[] steps) {
        JsonNode at = base;
        for (Object step : steps) {
            JsonNode next = switch (step) {
                case String name -> at.isObject() ? at.get(name) : null;
                case Integer index -> at.isArray() ? at.get(index < 0 ? at.size() + index : index) : null;
                default -> throw new IllegalStateException("a step is a name or an index, not " + step);
            };
            if (next == null) {
                return MissingNode.getInstance();
            }
            at = next;
        }
        return at;
    }

    /** The first of the steps that leads nowhere. */
    static Optional<Object> firstMissing(JsonNode base, Object[] steps) {
        for (int length = 1; length <= steps.length; length++) {
            if (walk(base, Arrays.copyOf(steps, length)).isMissingNode()) {
                return Optional.of(steps[length - 1]);
            }
        }
        return Optional.empty();
    }
}
