package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import moderato.states.CaseResult.Difference;

/** What differs in a case, as people read it: of two documents the places that differ, of two lists of events the first. */
final class CaseDifference {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer texts are cut; {@code --json} gives them whole. */
    private static final int WIDEST = 2_000;
    private static final int PLACES_AT_MOST = 10;

    private CaseDifference() {
    }

    /** The lines that tell of a difference. */
    static List<String> lines(Difference difference) {
        List<String> lines = new ArrayList<>();
        if (difference.what().equals("events")) {
            events(difference, lines);
            return lines;
        }
        JsonNode expected = document(difference.expected());
        JsonNode actual = document(difference.actual());
        if (expected.isContainerNode() && actual.isContainerNode()) {
            List<String> places = new ArrayList<>();
            compare(difference.what() + " ", "", expected, actual, places);
            lines.addAll(places.subList(0, Math.min(places.size(), PLACES_AT_MOST * 3)));
            if (places.size() > PLACES_AT_MOST * 3) {
                lines.add("  and %d places more".formatted(places.size() / 3 - PLACES_AT_MOST));
            }
            if (!places.isEmpty()) {
                return lines;
            }
        }
        tell(difference.what(), difference.expected(), difference.actual(), lines);
        return lines;
    }

    private static void tell(String what, String expected, String actual, List<String> lines) {
        lines.add("  " + what);
        lines.add("    expected " + cut(expected));
        lines.add("    but was  " + cut(actual));
    }

    private static void compare(String what, String pointer, JsonNode expected, JsonNode actual, List<String> lines) {
        if (expected.equals(actual)) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(what, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), expected.path(name), actual.path(name), lines);
            }
        } else if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                compare(what, pointer + "/" + i, expected.path(i), actual.path(i), lines);
            }
        } else {
            tell(what + (pointer.isEmpty() ? "/" : pointer), shown(expected), shown(actual), lines);
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private static void events(Difference difference, List<String> lines) {
        String[] expected = difference.expected().split(" ");
        String[] actual = difference.actual().split(" ");
        int first = 0;
        while (first < expected.length && first < actual.length && expected[first].equals(actual[first])) {
            first++;
        }
        tell("events, from number %d of %d".formatted(first + 1, actual.length), rest(expected, first), rest(actual, first), lines);
    }

    private static String rest(String[] events, int from) {
        return from >= events.length ? "no more" : String.join(" ", List.of(events).subList(from, events.length));
    }

    private static JsonNode document(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST) + "... (%d characters)".formatted(text.length());
    }
}
