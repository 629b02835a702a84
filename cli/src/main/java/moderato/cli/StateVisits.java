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
     * @param problem the last error of it, with its cause
     * @param token what answers the task that it waits for; empty where it waits for none
     */
    record Visit(String state, Instant entered, Optional<Instant> left, Status status, String input, String output, int retries, String problem, String token) {

        Visit left(Instant when, Status how, String result) {
            return new Visit(state, entered, Optional.of(when), how, input, result, retries, problem, "");
        }

        Visit failed(String why) {
            return new Visit(state, entered, left, status, input, output, retries, why, "");
        }

        Visit scheduled(String toAnswer) {
            return new Visit(state, entered, left, status, input, output, problem.isEmpty() ? retries : retries + 1, problem, toAnswer);
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
        /** Which visit an event belongs to; an event belongs to the visit of the event before it. */
        private final Map<Long, Integer> visitOf = new HashMap<>();

        StateVisits read(List<HistoryEvent> history) {
            long id = 0;
            for (HistoryEvent event : history) {
                id++;
                JsonNode json = event.toJson();
                Integer visit = visitOf.get(json.path("previousEventId").asLong());
                if (event.type().endsWith("StateEntered")) {
                    JsonNode details = json.path("stateEnteredEventDetails");
                    visitOf.put(id, visits.size());
                    visits.add(new Visit(details.path("name").asText(), event.at(), Optional.empty(), Status.RUNNING, details.path("input").asText(), "", 0, "", ""));
                    continue;
                }
                if (visit != null) {
                    visitOf.put(id, visit);
                    change(visit, event, json);
                }
                if (event.type().startsWith("Execution") && !event.type().equals("ExecutionStarted")) {
                    endAll(event, visit == null ? -1 : visit);
                }
            }
            return new StateVisits(visits);
        }

        private void change(int index, HistoryEvent event, JsonNode json) {
            Visit visit = visits.get(index);
            String type = event.type();
            if (type.endsWith("StateExited")) {
                JsonNode details = json.path("stateExitedEventDetails");
                int exited = index;
                if (!visit.state().equals(details.path("name").asText())) {
                    exited = lastOpen(details.path("name").asText(), index);
                    visit = visits.get(exited);
                }
                visits.set(exited, visit.left(event.at(), visit.problem().isEmpty() || visit.retries() > 0 ? Status.SUCCEEDED : Status.CAUGHT, details.path("output").asText()));
            } else if (type.endsWith("Failed") || type.endsWith("TimedOut")) {
                visits.set(index, visit.failed(problem(json)));
            } else if (type.endsWith("Scheduled")) {
                visits.set(index, visit.scheduled(RunView.token(json).orElse("")));
            }
        }

        private int lastOpen(String state, int otherwise) {
            for (int i = visits.size() - 1; i >= 0; i--) {
                if (visits.get(i).state().equals(state) && visits.get(i).left().isEmpty()) {
                    return i;
                }
            }
            return otherwise;
        }

        /* Where the run failed, and what had failed by then; all else was stopped on its way. */
        private void endAll(HistoryEvent end, int last) {
            for (int i = 0; i < visits.size(); i++) {
                Visit visit = visits.get(i);
                if (visit.left().isEmpty()) {
                    boolean failed = !end.type().equals("ExecutionAborted") && (i == last || !visit.problem().isEmpty());
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
