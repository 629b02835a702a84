package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import moderato.kernel.HistoryEvent;

/** What a run is at, by its history: the state that each branch of a state machine is in, the steps of a pipeline that are under way. */
final class AtWork {

    private static final Set<String> UNDER_WAY = Set.of("Starting", "Executing", "Stopping");

    /** The states entered and not left, since when, by the entry. */
    private final Map<HistoryPlaces.Entry, Instant> states = new LinkedHashMap<>();
    /** The steps under way, since when, by name. */
    private final Map<String, Instant> steps = new LinkedHashMap<>();

    /**
     * Takes note of an event.
     *
     * @param json the event as JSON
     * @param place the state that it belongs to
     */
    void happened(HistoryEvent event, JsonNode json, Optional<HistoryPlaces.Entry> place) {
        String type = event.type();
        if (type.equals("PipelineExecutionStepStatusChange")) {
            step(json, event.at());
        } else if (type.matches("Execution(Succeeded|Failed|Aborted|TimedOut)")) {
            states.clear();
        } else {
            place.ifPresent(entry -> state(type, entry, event.at()));
        }
    }

    private void state(String type, HistoryPlaces.Entry entry, Instant at) {
        boolean left = type.endsWith("StateExited") || type.endsWith("StateAborted");
        if (type.endsWith("StateEntered")) {
            states.put(entry, at);
        } else if (left) {
            states.remove(entry);
        }
        // A branch that failed was not left: what is around it is over, or begins anew.
        if (entry.container() && (left || type.endsWith("StateStarted"))) {
            states.keySet().removeIf(inside -> inside.outward().skip(1).anyMatch(entry::equals));
        }
    }

    private void step(JsonNode json, Instant at) {
        String name = json.path("StepName").asText();
        Instant since = Objects.requireNonNullElse(steps.remove(name), at);
        if (UNDER_WAY.contains(json.path("StepStatus").asText())) {
            steps.put(name, since);
        }
    }

    /** A line for each branch or step, with how long it has been at it. */
    List<String> lines(Instant now) {
        Set<HistoryPlaces.Entry> outer = states.keySet().stream().flatMap(entry -> entry.outward().skip(1)).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        states.forEach((entry, since) -> {
            if (!outer.contains(entry)) {
                lines.add(line(String.join(" \u203a ", entry.outward().filter(states::containsKey).map(HistoryPlaces.Entry::state).toList().reversed()), since, now));
            }
        });
        steps.forEach((name, since) -> lines.add(line(name, since, now)));
        return lines;
    }

    private static String line(String name, Instant since, Instant now) {
        return name + "  " + Math.max(0, Duration.between(since, now).toSeconds()) + " s";
    }
}
