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
        if (difference.what().equals("events")) {
            return events(difference);
        }
        JsonNode expected = document(difference.expected());
        JsonNode actual = document(difference.actual());
        if (expected.isContainerNode() && actual.isContainerNode()) {
            List<String> lines = new ArrayList<>();
            List<List<String>> places = new ArrayList<>();
            compare(difference.what() + " ", "", expected, actual, places);
            places.stream().limit(PLACES_AT_MOST).forEach(lines::addAll);
            if (places.size() > PLACES_AT_MOST) {
                lines.add("  and %d places more".formatted(places.size() - PLACES_AT_MOST));
            }
            if (!places.isEmpty()) {
                return lines;
            }
        }
        return place(difference.what(), difference.expected(), difference.actual());
    }

    private static List<String> place(String what, String expected, String actual) {
        return List.of("  " + what, "    expected " + cut(expected), "    but was  " + cut(actual));
    }

    private static void compare(String what, String pointer, JsonNode expected, JsonNode actual, List<List<String>> places) {
        if (expected.equals(actual)) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(what, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), expected.path(name), actual.path(name), places);
            }
        } else if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                compare(what, pointer + "/" + i, expected.path(i), actual.path(i), places);
            }
        } else {
            places.add(place(what + (pointer.isEmpty() ? "/" : pointer), shown(expected), shown(actual)));
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private static List<String> events(Difference difference) {
        String[] expected = difference.expected().split(" ");
        String[] actual = difference.actual().split(" ");
        int first = 0;
        while (first < expected.length && first < actual.length && expected[first].equals(actual[first])) {
            first++;
        }
        return place("events, from number %d of %d".formatted(first + 1, actual.length), rest(expected, first), rest(actual, first));
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
