package moderato.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;

/** Makes the picture of a state machine's run. */
final class StatesPicture {

    private StatesPicture() {
    }

    static RunPicture of(RunDetails details, StateVisits visits, Instant now) {
        RunGraph graph = StateMachineGraph.of(details.definition().text());
        Map<String, RunPicture.Look> looks = new HashMap<>();
        for (RunGraph.Node node : graph.nodes()) {
            List<StateVisits.Visit> of = visits.of(node.name());
            if (!of.isEmpty()) {
                looks.put(node.id(), look(of, now));
            }
        }
        List<RunPicture.Bar> bars = visits.visits().stream().map(visit -> new RunPicture.Bar(visit.state(), mark(visit), visit.entered(), visit.left().orElse(now))).toList();
        var summary = details.summary();
        return new RunPicture(summary.run().name(), summary.run().definitionName(), RunAnswers.status(summary.status()), summary.started(),
                Duration.between(summary.started(), summary.ended().orElse(now)), details.input().toString(), details.outcome().map(StatesPicture::sentence).orElse(""), graph, looks, bars, List.of());
    }

    private static RunPicture.Look look(List<StateVisits.Visit> visits, Instant now) {
        StateVisits.Visit last = visits.getLast();
        Duration all = visits.stream().map(visit -> visit.duration(now)).reduce(Duration.ZERO, Duration::plus);
        List<String> notes = new ArrayList<>();
        int retries = visits.stream().mapToInt(StateVisits.Visit::retries).sum();
        if (retries > 0) {
            notes.add(retries + (retries == 1 ? " retry" : " retries"));
        }
        if (!last.problem().isEmpty()) {
            notes.add(last.problem());
        }
        if (!last.token().isEmpty() && last.status() == StateVisits.Status.RUNNING) {
            notes.add(RunView.howToAnswer(last.token()));
        }
        return new RunPicture.Look(mark(last), all, visits.size(), last.input(), last.output(), notes);
    }

    private static RunPicture.Mark mark(StateVisits.Visit visit) {
        return switch (visit.status()) {
            case RUNNING -> RunPicture.Mark.RUNNING;
            case SUCCEEDED -> RunPicture.Mark.DONE;
            case CAUGHT -> RunPicture.Mark.CAUGHT;
            case FAILED -> RunPicture.Mark.FAILED;
            case STOPPED -> RunPicture.Mark.STOPPED;
        };
    }

    static String sentence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded done -> "output " + done.output();
            case Outcome.Failed(var error, var cause) -> error.orElse("failed") + cause.map(text -> ": " + text).orElse("");
            case Outcome.TimedOut(var error, var cause) -> error.orElse("timed out") + cause.map(text -> ": " + text).orElse("");
            case Outcome.Stopped(var error, var cause) -> error.orElse("stopped") + cause.map(text -> ": " + text).orElse("");
        };
    }
}
