package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import moderato.kernel.RunStatus;
import moderato.kernel.RunSummary;

/** What is kept about runs of state machines, in the shapes of the service's DescribeExecution. */
final class RunAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunAnswers() {
    }

    static ObjectNode describe(RunDetails details) {
        RunSummary summary = details.summary();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("executionArn", summary.run().id());
        answer.put("stateMachineArn", summary.run().definitionId());
        answer.put("name", summary.run().name());
        answer.put("status", status(summary.status()));
        answer.put("startDate", seconds(summary.started()));
        summary.ended().ifPresent(ended -> answer.put("stopDate", seconds(ended)));
        answer.put("input", details.input().toString());
        answer.putObject("inputDetails").put("included", true);
        details.outcome().ifPresent(outcome -> addOutcome(answer, outcome));
        answer.put("redriveCount", summary.redrives());
        summary.redriven().ifPresent(redriven -> answer.put("redriveDate", seconds(redriven)));
        boolean redrivable = List.of(RunStatus.FAILED, RunStatus.TIMED_OUT, RunStatus.STOPPED).contains(summary.status());
        answer.put("redriveStatus", redrivable ? "REDRIVABLE" : "NOT_REDRIVABLE");
        if (!redrivable) {
            answer.put("redriveStatusReason", "Execution is %s and cannot be redriven".formatted(status(summary.status())));
        }
        summary.problem().ifPresent(problem -> answer.put("problem", problem));
        return answer;
    }

    private static void addOutcome(ObjectNode answer, Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded done -> {
                answer.put("output", done.output().toString());
                answer.putObject("outputDetails").put("included", true);
            }
            case Outcome.Failed(var error, var cause) -> addFailure(answer, error, cause);
            case Outcome.TimedOut(var error, var cause) -> addFailure(answer, error, cause);
            case Outcome.Stopped(var error, var cause) -> addFailure(answer, error, cause);
        }
    }

    private static void addFailure(ObjectNode answer, Optional<String> error, Optional<String> cause) {
        error.ifPresent(text -> answer.put("error", text));
        cause.ifPresent(text -> answer.put("cause", text));
    }

    /** The word that the service has for a status. */
    static String status(RunStatus status) {
        return status == RunStatus.STOPPED ? "ABORTED" : status.name();
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
