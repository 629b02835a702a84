package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moderato.kernel.HistoryEvent;

/**
 * Tells which state each event of a run's history belongs to, and which Parallel or Map that state is in.
 *
 * <p>An event belongs to the state that it names, or else to that of the event before it in its branch ({@code previousEventId}). What a
 * Parallel or Map tells of itself may follow an event of one of its branches. The end of a run belongs to the innermost state that led to it.
 */
final class HistoryPlaces {

    private static final Pattern OF_CONTAINER = Pattern.compile("(Map|Parallel)State(Started|Succeeded|Failed|Aborted)");
    private static final Pattern CONTAINER_OVER = Pattern.compile("(Map|Parallel)State(Exited|Failed)");

    /** Where each event happened, by its id; those that happened in no state are not there. */
    private final Map<Long, Place> places = new HashMap<>();
    private final Map<Entering, Entry> entries = new HashMap<>();

    /**
     * One time that a state was entered.
     *
     * @param id of the event that tells of it
     * @param container whether other states are inside it
     * @param around the Parallel or Map that it is in
     */
    record Entry(long id, String state, boolean container, Optional<Entry> around) {

        /** This entry and those around it, from the inside out. */
        Stream<Entry> outward() {
            return Stream.iterate(Optional.of(this), Optional::isPresent, each -> each.flatMap(Entry::around)).flatMap(Optional::stream);
        }
    }

    /** Where an event happened; when a Parallel or Map tells that it failed, {@code origin} is the state in it that made it fail. */
    private record Place(Entry entry, Entry origin, String type) {

        /** What a state is in that is entered next. */
        Optional<Entry> around() {
            return type.equals("ParallelStateStarted") || type.equals("MapIterationStarted") ? Optional.of(entry) : entry.around();
        }

        /** The Parallel or Map that tells of itself next. */
        Optional<Entry> container() {
            return entry.container() && !CONTAINER_OVER.matcher(type).matches() ? Optional.of(entry) : entry.around();
        }
    }

    private record Entering(long previous, String state) {
    }

    /** The name of the state or step that each event of a history belongs to; empty where there is none. */
    static List<String> names(List<HistoryEvent> history) {
        HistoryPlaces places = new HistoryPlaces();
        List<String> names = new ArrayList<>();
        for (HistoryEvent event : history) {
            JsonNode json = event.toJson();
            names.add(name(json, places.happened(names.size() + 1L, event.type(), json)));
        }
        return names;
    }

    /** The name of the step that an event is about, or else of the state that it belongs to. */
    static String name(JsonNode json, Optional<Entry> entry) {
        return json.path("StepName").asText(entry.map(Entry::state).orElse(""));
    }

    /**
     * Takes note of the next event of a history.
     *
     * @return what it belongs to; none for an event of no state
     */
    Optional<Entry> happened(long id, String type, JsonNode json) {
        long previous = json.path("previousEventId").asLong();
        Optional<Place> before = Optional.ofNullable(places.get(previous));
        Optional<Entry> entry = type.endsWith("StateEntered") ? Optional.of(entered(id, type, json, previous, before)) : belongs(type, json, previous, before);
        entry.ifPresent(found -> places.put(id, new Place(found, type.endsWith("StateFailed") ? before.map(Place::origin).orElse(found) : found, type)));
        return entry;
    }

    private Entry entered(long id, String type, JsonNode json, long previous, Optional<Place> before) {
        String state = json.path("stateEnteredEventDetails").path("name").asText();
        Entry entry = new Entry(id, state, type.startsWith("Map") || type.startsWith("Parallel"), before.flatMap(Place::around));
        entries.put(new Entering(previous, state), entry);
        return entry;
    }

    private Optional<Entry> belongs(String type, JsonNode json, long previous, Optional<Place> before) {
        if (OF_CONTAINER.matcher(type).matches()) {
            return before.flatMap(Place::container);
        }
        Optional<Entry> here = before.map(type.startsWith("Execution") ? Place::origin : Place::entry);
        String named = named(type, json);
        if (named.isEmpty()) {
            return here;
        }
        // The failure of an expression follows the event that the state's entry followed.
        return Optional.ofNullable(entries.get(new Entering(previous, named))).filter(entered -> type.equals("EvaluationFailed"))
                .or(() -> here.flatMap(inside -> inside.outward().filter(entry -> entry.state().equals(named)).findFirst()));
    }

    private static String named(String type, JsonNode json) {
        if (type.endsWith("StateExited")) {
            return json.path("stateExitedEventDetails").path("name").asText();
        }
        if (type.startsWith("MapIteration")) {
            return json.path("mapIteration" + type.substring("MapIteration".length()) + "EventDetails").path("name").asText();
        }
        return type.equals("EvaluationFailed") ? json.path("evaluationFailedEventDetails").path("state").asText() : "";
    }
}
