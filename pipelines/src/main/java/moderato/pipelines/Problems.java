package moderato.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moderato.kernel.InvalidDefinitionException.Problem;

/** Everything that a check has found wrong so far; the places get their lines at the end, when there is something to show. */
final class Problems {

    private record Found(String code, String pointer, String message) {
        Problem at(JsonText.Position position) {
            return new Problem(code, pointer, position.line(), position.column(), message);
        }
    }

    private final Set<Found> errors = new LinkedHashSet<>();
    private final Set<Found> warnings = new LinkedHashSet<>();
    private final List<Problem> located = new ArrayList<>();

    /** Something that makes the definition unusable. */
    void error(String code, String pointer, String message) {
        errors.add(new Found(code, pointer, message));
    }

    /** Something that the author should know, and that stops nothing. */
    void warning(String code, String pointer, String message) {
        warnings.add(new Found(code, pointer, message));
    }

    /** Makes warnings of the errors of some codes. */
    void tolerate(Set<String> codes) {
        errors.stream().filter(error -> codes.contains(error.code())).forEach(warnings::add);
        errors.removeIf(error -> codes.contains(error.code()));
    }

    /** The text is no JSON at all. */
    void unreadable(JsonProcessingException e) {
        JsonText.Position position = e.getLocation() == null ? JsonText.Position.UNKNOWN : JsonText.position(e.getLocation());
        located.add(new Problem("INVALID_JSON", "", position.line(), position.column(), "The text is no JSON: " + e.getOriginalMessage()));
    }

    List<Problem> errors(String text) {
        List<Problem> all = new ArrayList<>(located);
        all.addAll(locate(errors, text));
        return all;
    }

    List<Problem> warnings(String text) {
        return locate(warnings, text);
    }

    private static List<Problem> locate(Set<Found> found, String text) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, JsonText.Position> positions = JsonText.positions(text);
        return found.stream()
                .map(one -> one.at(positions.getOrDefault(one.pointer(), JsonText.Position.UNKNOWN)))
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }
}
