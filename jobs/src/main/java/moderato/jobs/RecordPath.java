package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath that batch transforms filter records with: {@code $}, {@code .name}, {@code *}, {@code ['a','b']}, {@code [1,3]},
 * {@code [-1]}, {@code [s:e]}.
 *
 * <p>Slices hold both their ends, as the service's guide has it ({@code $[1:4]} are the second to the fifth column), other than JSONPath
 * elsewhere. Several names of an object give an object, several places of a list a list.
 */
final class RecordPath {

    private static final int MOST_CHARACTERS = 63;
    private static final Pattern PART = Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\.?(\\*|\\[\\s*\\*\\s*])|\\.?\\[\\s*((?:'[^']*'|\"[^\"]*\")(?:\\s*,\\s*(?:'[^']*'|\"[^\"]*\"))*)\\s*]"
            + "|\\[\\s*(-?\\d+)?\\s*:\\s*(-?\\d+)?\\s*]|\\[\\s*(-?\\d+(?:\\s*,\\s*-?\\d+)*)\\s*]");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

    private final String text;
    private final List<Step> steps;

    private RecordPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    private sealed interface Step {
        record Names(List<String> names) implements Step {
        }

        record Places(List<Integer> places) implements Step {
        }

        record Slice(int first, int last) implements Step {
        }

        record All() implements Step {
        }
    }

    /**
     * Reads a path.
     *
     * @throws JobFailure when it is none, with what is allowed
     */
    static RecordPath of(String text) throws JobFailure {
        if (!text.startsWith("$") || text.length() > MOST_CHARACTERS) {
            throw wrong(text);
        }
        List<Step> steps = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!part.region(at, text.length()).lookingAt()) {
                throw wrong(text);
            }
            steps.add(step(part));
            at = part.end();
        }
        return new RecordPath(text, steps);
    }

    private static Step step(Matcher part) {
        if (part.group(1) != null) {
            return new Step.Names(List.of(part.group(1)));
        }
        if (part.group(2) != null) {
            return new Step.All();
        }
        if (part.group(3) != null) {
            List<String> names = new ArrayList<>();
            Matcher quoted = QUOTED.matcher(part.group(3));
            while (quoted.find()) {
                names.add(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
            }
            return new Step.Names(names);
        }
        if (part.group(6) != null) {
            List<Integer> places = new ArrayList<>();
            for (String place : part.group(6).split(",", -1)) {
                places.add(Integer.parseInt(place.strip()));
            }
            return new Step.Places(places);
        }
        return new Step.Slice(part.group(4) == null ? 0 : Integer.parseInt(part.group(4)), part.group(5) == null ? -1 : Integer.parseInt(part.group(5)));
    }

    private static JobFailure wrong(String text) {
        return JobFailure.client("'" + text + "' is no path for a filter: at most " + MOST_CHARACTERS + " characters of $, .name, *, ['a','b'], [1,3], [-1], [1:4]");
    }

    /**
     * What the path leads to.
     *
     * @throws IllegalArgumentException when the record has nothing there
     */
    JsonNode of(JsonNode record) {
        JsonNode value = record;
        for (Step step : steps) {
            value = step(value, step);
        }
        return value;
    }

    private JsonNode step(JsonNode value, Step step) {
        return switch (step) {
            case Step.Names(List<String> names) when names.size() == 1 -> there(value.path(names.getFirst()), value);
            case Step.Names(List<String> names) -> {
                ObjectNode some = JsonNodeFactory.instance.objectNode();
                names.forEach(name -> some.set(name, there(value.path(name), value)));
                yield some;
            }
            case Step.Places(List<Integer> places) when places.size() == 1 -> place(value, places.getFirst());
            case Step.Places(List<Integer> places) -> {
                ArrayNode some = JsonNodeFactory.instance.arrayNode();
                places.forEach(place -> some.add(place(value, place)));
                yield some;
            }
            case Step.Slice(int first, int last) -> {
                ArrayNode some = JsonNodeFactory.instance.arrayNode();
                int end = Math.min(counted(value, last), value.size() - 1);
                for (int i = Math.max(0, counted(value, first)); i <= end; i++) {
                    some.add(value.get(i));
                }
                yield some;
            }
            case Step.All() -> {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                value.forEach(all::add);
                yield all;
            }
        };
    }

    private JsonNode place(JsonNode value, int place) {
        return there(value.path(counted(value, place)), value);
    }

    private static int counted(JsonNode value, int place) {
        return place < 0 ? value.size() + place : place;
    }

    private JsonNode there(JsonNode found, JsonNode in) {
        if (found.isMissingNode()) {
            String shown = in.toString();
            throw new IllegalArgumentException("the filter " + text + " finds nothing in " + shown.substring(0, Math.min(120, shown.length())));
        }
        return found;
    }

    @Override
    public String toString() {
        return text;
    }
}
