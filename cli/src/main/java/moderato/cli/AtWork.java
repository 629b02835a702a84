package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moderato.kernel.HistoryEvent;

/**
 * What a run is at, by its history: the state that each branch of a state machine is in, the steps of a pipeline that are under way.
 *
 * <p>An event belongs to the state of the event before it in its branch ({@code previousEventId}), and what is entered behind a Parallel or
 * Map that has not been left is inside it.
 */
final class AtWork {

    private static final Set<String> UNDER_WAY = Set.of("Starting", "Executing", "Stopping");

    /** The states entered and not left, and the steps under way, by the id of the event that began them. */
    private final Map<Long, Piece> pieces = new LinkedHashMap<>();
    /** The event by which its state was entered, for each event. */
    private final Map<Long, Long> entries = new HashMap<>();
    /** The state around each state that was ever entered; 0: none. */
    private final Map<Long, Long> around = new HashMap<>();
    private final Set<Long> containers = new HashSet<>();

    private record Piece(String name, Instant since) {
    }

    /**
     * Takes note of an event.
     *
     * @param json the event as JSON
     */
    void happened(long id, HistoryEvent event, JsonNode json) {
        String type = event.type();
        long entry = entries.getOrDefault(json.path("previousEventId").asLong(0), 0L);
        if (type.endsWith("StateEntered")) {
            long container = pieces.containsKey(entry) ? entry : around.getOrDefault(entry, 0L);
            around.put(id, container);
            containers.add(container);
            pieces.put(id, new Piece(json.path("stateEnteredEventDetails").path("name").asText(), event.at()));
            entry = id;
        } else if (type.endsWith("StateExited") || type.endsWith("StateAborted")) {
            entry = left(entry, json.path("stateExitedEventDetails").path("name").asText());
        } else if (type.equals("PipelineExecutionStepStatusChange")) {
            step(id, json, event.at());
        } else if (type.matches("Execution(Succeeded|Failed|Aborted|TimedOut)")) {
            pieces.clear();
        }
        entries.put(id, entry);
    }

    /* The end of a Parallel or Map follows the last event of a branch, so that its name tells which it is. */
    private long left(long entry, String name) {
        Piece here = pieces.get(entry);
        long which = here != null && (name.isEmpty() || here.name().equals(name)) ? entry
                : pieces.entrySet().stream().filter(piece -> piece.getValue().name().equals(name)).mapToLong(Map.Entry::getKey).max().orElse(entry);
        if (containers.contains(which)) {
            pieces.keySet().removeIf(piece -> chain(piece).anyMatch(each -> each == which));
        } else {
            pieces.remove(which);
        }
        return which;
    }

    private Stream<Long> chain(long entry) {
        return Stream.iterate(entry, each -> each > 0, each -> around.getOrDefault(each, 0L));
    }

    private void step(long id, JsonNode json, Instant at) {
        String name = json.path("StepName").asText();
        Optional<Piece> before = pieces.values().stream().filter(piece -> piece.name().equals(name)).findFirst();
        pieces.values().removeIf(piece -> piece.name().equals(name));
        if (UNDER_WAY.contains(json.path("StepStatus").asText())) {
            pieces.put(id, new Piece(name, before.map(Piece::since).orElse(at)));
        }
    }

    /** A line for each branch or step, with how long it has been at it. */
    List<String> lines(Instant now) {
        Set<Long> outer = pieces.keySet().stream().flatMap(piece -> chain(piece).skip(1)).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        pieces.forEach((entry, piece) -> {
            if (!outer.contains(entry)) {
                List<String> names = chain(entry).flatMap(each -> Stream.ofNullable(pieces.get(each))).map(Piece::name).toList().reversed();
                lines.add(String.join(" \u203a ", names) + "  " + Math.max(0, Duration.between(piece.since(), now).toSeconds()) + " s");
            }
        });
        return lines;
    }
}
