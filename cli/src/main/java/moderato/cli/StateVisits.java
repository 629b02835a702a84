package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.HistoryEvent;

/**
 * What became of each state of a run, read from its history.
 *
 * @param visits each time that a state was entered, in order
 */
record StateVisits(List<Visit> visits) {

    /** How a visit stands. */
    enum Status {
        RUNNING, SUCCEEDED, CAUGHT, FAILED, STOPPED
    }

    /**
     * One time that a state was entered.
     *
     * @param retries how often its work was done again
     * @param failing whether the last try of its work failed
     * @param problem the last error of it, with its cause
     * @param token what answers the task that it waits for; empty where it waits for none
     */
    record Visit(String state, Instant entered, Optional<Instant> left, Status status, String input, String output, int retries, boolean failing, String problem, String token) {

        static Visit entered(HistoryEvent event, JsonNode details) {
            boolean fails = event.type().equals("FailStateEntered");
            return new Visit(details.path("name").asText(), event.at(), fails ? Optional.of(event.at()) : Optional.empty(), fails ? Status.FAILED : Status.RUNNING,
                    details.path("input").asText(), "", 0, fails, "", "");
        }

        Visit left(Instant when, Status how, String result) {
            return new Visit(state, entered, Optional.of(when), how, input, result, retries, failing, problem, "");
        }

        Visit failed(String why) {
            return new Visit(state, entered, left, status, input, output, retries, true, why.isEmpty() ? problem : why, "");
        }

        Visit begun(String toAnswer) {
            return new Visit(state, entered, left, status, input, output, failing ? retries + 1 : retries, false, problem, toAnswer);
        }

        Duration duration(Instant now) {
            return Duration.between(entered, left.orElse(now));
        }
    }

    static StateVisits of(List<HistoryEvent> history) {
        return new Reader().read(history);
    }

    /** The visits of a state, by its name. */
    List<Visit> of(String state) {
        return visits.stream().filter(visit -> visit.state().equals(state)).toList();
    }

    private static final class Reader {

        private final List<Visit> visits = new ArrayList<>();
        private final HistoryPlaces places = new HistoryPlaces();
        /** The place in the list of each entry into a state, by its id. */
        private final Map<Long, Integer> visitOf = new HashMap<>();

        StateVisits read(List<HistoryEvent> history) {
            long id = 0;
            for (HistoryEvent event : history) {
                id++;
                JsonNode json = event.toJson();
                Optional<HistoryPlaces.Entry> entry = places.happened(id, event.type(), json);
                if (event.type().endsWith("StateEntered")) {
                    visitOf.put(id, visits.size());
                    visits.add(Visit.entered(event, json.path("stateEnteredEventDetails")));
                    continue;
                }
                Optional<Integer> visit = entry.map(HistoryPlaces.Entry::id).map(visitOf::get);
                visit.ifPresent(index -> visits.set(index, changed(visits.get(index), event, json)));
                if (event.type().startsWith("Execution") && !event.type().equals("ExecutionStarted")) {
                    endAll(event, visit.orElse(-1));
                }
            }
            return new StateVisits(visits);
        }

        private static Visit changed(Visit visit, HistoryEvent event, JsonNode json) {
            String type = event.type();
            if (type.endsWith("StateExited")) {
                Status how = visit.failing() && visit.left().isEmpty() ? Status.CAUGHT : Status.SUCCEEDED;
                return visit.left(event.at(), how, json.path("stateExitedEventDetails").path("output").asText());
            }
            if (type.endsWith("Failed") || type.endsWith("TimedOut")) {
                return visit.failed(problem(json));
            }
            return type.endsWith("Scheduled") || type.endsWith("StateStarted") ? visit.begun(RunView.token(json).orElse("")) : visit;
        }

        /* Where the run failed, and what had failed by then; all else was stopped on its way. */
        private void endAll(HistoryEvent end, int last) {
            for (int i = 0; i < visits.size(); i++) {
                Visit visit = visits.get(i);
                if (visit.left().isEmpty()) {
                    boolean failed = !end.type().equals("ExecutionAborted") && (i == last || visit.failing());
                    visits.set(i, visit.left(end.at(), failed ? Status.FAILED : Status.STOPPED, visit.output()));
                }
            }
        }

        private static String problem(JsonNode json) {
            for (JsonNode details : json) {
                if (details.has("error") || details.has("cause")) {
                    return (details.path("error").asText("") + ": " + details.path("cause").asText("")).replaceAll("^: |: $", "");
                }
            }
            return "";
        }
    }
}
