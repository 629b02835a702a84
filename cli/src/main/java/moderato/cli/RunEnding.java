package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Outcome;
import moderato.pipelines.NeedsAws;

/** Says how a run ended: its output on standard output, or error and cause on standard error; and the exit code. */
record RunEnding(PrintWriter out, PrintWriter err) {

    private static final Set<String> NEEDS = Set.of(NeedsAws.ERROR, "NeedsDocker");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Says it.
     *
     * @param history the run's; read only where the run did not succeed
     */
    int say(String run, Outcome outcome, Supplier<List<HistoryEvent>> history) {
        List<HistoryEvent> events = outcome instanceof Outcome.Succeeded ? List.of() : history.get();
        String where = endedIn(events);
        say(run, outcome, where);
        reasons(events).forEach((step, reason) -> err.println("step " + step + ": " + reason));
        return code(outcome);
    }

    /** The exit code that tells how a run ended. */
    private static int code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded done -> ExitCode.OK;
            case Outcome.Failed failed -> failed.error().filter(NEEDS::contains).isPresent() ? ExitCode.UNAVAILABLE : ExitCode.FAILED;
            case Outcome.TimedOut late -> ExitCode.TIMED_OUT;
            case Outcome.Stopped stopped -> ExitCode.STOPPED;
        };
    }

    private void say(String run, Outcome outcome, String where) {
        switch (outcome) {
            case Outcome.Succeeded done -> {
                try {
                    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(done.output()));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("a JSON tree can be written", e);
                }
                out.flush();
            }
            case Outcome.Failed(var error, var cause) -> failure("failed", run, where, error, cause);
            case Outcome.TimedOut(var error, var cause) -> failure("timed out", run, where, error, cause);
            case Outcome.Stopped(var error, var cause) -> failure("was stopped", run, where, error, cause);
        }
    }

    private void failure(String what, String run, String where, Optional<String> error, Optional<String> cause) {
        err.println("moderato: run " + run + " " + what + (where.isEmpty() ? "" : " in " + where));
        error.ifPresent(text -> err.println("error: " + text));
        cause.ifPresent(text -> err.println("cause: " + text));
    }

    /* Why each step of a pipeline failed that did not succeed in a later attempt. */
    private static Map<String, String> reasons(List<HistoryEvent> history) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (HistoryEvent event : history) {
            String step = event.toJson().path("StepName").asText();
            reasons.remove(step);
            if (event.toJson().path("StepStatus").asText().equals("Failed")) {
                reasons.put(step, event.toJson().path("FailureReason").asText("no reason given"));
            }
        }
        return reasons;
    }

    /** The state or step in which a run ended: the last step that failed, or else the state that its last event follows from, or the last of any. */
    private static String endedIn(List<HistoryEvent> history) {
        for (HistoryEvent event : history.reversed()) {
            if (event.toJson().path("StepStatus").asText().equals("Failed")) {
                return event.toJson().path("StepName").asText();
            }
        }
        List<String> places = HistoryPlaces.names(history);
        // What was cut short is told from the inside out: the first of it is where the run was.
        int last = history.size() - 1;
        while (last > 0 && history.get(last - 1).type().endsWith("StateAborted")) {
            last--;
        }
        return places.subList(0, last + 1).reversed().stream().filter(place -> !place.isEmpty()).findFirst().orElse("");
    }
}
