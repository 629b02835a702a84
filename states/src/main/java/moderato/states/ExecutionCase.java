package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Definition;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.SimulatedRun;
import moderato.kernel.StartRequest;
import moderato.states.CaseResult.Difference;
import org.jspecify.annotations.Nullable;

/** A case of an execution: runs it with its mocked tasks and compares how it ended and what happened on the way. */
final class ExecutionCase {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final String MACHINE = "<ArnPart_0idx>";
    private static final String EXECUTION = "<ExecArnPart_0idx>";
    private static final long SEED = 42;

    /** No case needs more; one that would go on for ever is told so. */
    private static final long MOST_EVENTS = 200_000;

    private final JsonNode testCase;
    private final boolean strict;
    private final CaseValues values;

    ExecutionCase(JsonNode testCase, boolean strict) {
        this.testCase = testCase;
        this.strict = strict;
        this.values = CaseValues.of(testCase);
    }

    /** Who a case's run is, so that most masks mean themselves. */
    private static RunIdentity identity(boolean express, String role) {
        String machine = "arn:aws:states:us-east-1:111111111111:stateMachine:" + MACHINE;
        if (express) {
            String name = "<SyncExecArn_Part1_0idx>";
            return new RunIdentity("arn:aws:states:us-east-1:111111111111:express:%s:%s:<SyncExecArn_Part2_0idx>".formatted(MACHINE, name),
                    name, MACHINE, machine, role);
        }
        String execution = "arn:aws:states:us-east-1:111111111111:execution:" + MACHINE + ":" + EXECUTION;
        return new RunIdentity(execution, EXECUTION, MACHINE, machine, role);
    }

    /**
     * Runs it.
     *
     * @param notes gets what to know beside the differences
     */
    List<Difference> run(List<String> notes) {
        CaseTasks tasks = new CaseTasks(testCase, values);
        SimulatedRun run = simulate(tasks);
        List<Difference> differences = new ArrayList<>(tasks.differences());
        compare(run, differences);
        new CaseHistory(testCase, values).compare(run.history(), strict, differences);
        notes.addAll(tasks.unused());
        return differences;
    }

    /** The run of the case, as far as it goes. */
    SimulatedRun simulate(CaseTasks tasks) {
        InMemoryEngine engine = new InMemoryEngine(List.of(tasks.watch(language())), tasks, BEGINNING, SEED, MOST_EVENTS, true);
        boolean express = isExpress();
        SimulatedRun run = engine.start(StartRequest.of(definition(), identity(express, role(express)), testCase.path("input")));
        if (requires("stopExecution")) {
            engine.advanceTo(BEGINNING);
            engine.stop(run, Optional.empty(), Optional.empty());
        }
        engine.advance();
        return run;
    }

    /** The language with the quotas of the case's type of machine. */
    StatesLanguage language() {
        return new StatesLanguage(isExpress() ? StatesProgram.Options.UNBOUNDED : StatesProgram.Options.STANDARD);
    }

    /** The definition that the case runs. */
    Definition definition() {
        JsonNode definition = testCase.path("definition");
        return Definition.of(StatesLanguage.NAME, definition.isTextual() ? definition.textValue() : definition.toString());
    }

    private boolean isExpress() {
        return testCase.path("type").asText().equals("EXPRESS");
    }

    private String role(boolean express) {
        return testCase.path("expectedHistory").path(0).path("executionStartedEventDetails").path("roleArn")
                .asText(express ? "sfn_role_arn" : "snf_role_arn");
    }

    private boolean requires(String what) {
        for (JsonNode each : testCase.path("requires")) {
            if (each.asText().equals(what)) {
                return true;
            }
        }
        return false;
    }

    private void compare(SimulatedRun run, List<Difference> differences) {
        JsonNode expected = testCase.path("expected");
        Outcome outcome = run.outcome().orElse(null);
        String status = switch (outcome) {
            case null -> "RUNNING";
            case Outcome.Succeeded ignored -> "SUCCEEDED";
            case Outcome.Failed ignored -> "FAILED";
            case Outcome.TimedOut ignored -> "TIMED_OUT";
            case Outcome.Stopped ignored -> "ABORTED";
        };
        differ("status", expected.path("status").asText("SUCCEEDED"), status, differences);
        JsonNode output = outcome instanceof Outcome.Succeeded succeeded ? succeeded.output() : NullNode.getInstance();
        if (expected.has("output") && !values.equal(expected.path("output"), output)) {
            differences.add(new Difference("output", expected.path("output").toString(), output.toString()));
        }
        Optional<String> error = error(outcome);
        Optional<String> cause = cause(outcome);
        if (!expected.has("status") || expected.has("error")) {
            same("error", expected.path("error"), error, differences);
        }
        boolean parsed = expected.has("causeJson") && cause.isPresent() && values.sameJson(expected.path("causeJson"), cause.get());
        if (!parsed && expected.has("cause")) {
            same("cause", expected.path("cause"), cause, differences);
        }
    }

    private void same(String what, JsonNode expected, Optional<String> actual, List<Difference> differences) {
        boolean absent = expected.isNull() || expected.isMissingNode();
        if (absent ? actual.isPresent() : actual.isEmpty() || !values.text(expected.asText(), actual.get())) {
            differences.add(new Difference(what, absent ? "none" : expected.asText(), actual.orElse("none")));
        }
    }

    private static void differ(String what, String expected, String actual, List<Difference> differences) {
        if (!expected.equals(actual)) {
            differences.add(new Difference(what, expected, actual));
        }
    }

    private static Optional<String> error(@Nullable Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> failed.error();
            case Outcome.Stopped stopped -> stopped.error();
            case Outcome.TimedOut late -> late.error();
            case null -> Optional.empty();
            case Outcome.Succeeded ignored -> Optional.empty();
        };
    }

    private static Optional<String> cause(@Nullable Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> failed.cause();
            case Outcome.Stopped stopped -> stopped.cause();
            case Outcome.TimedOut late -> late.cause();
            case null -> Optional.empty();
            case Outcome.Succeeded ignored -> Optional.empty();
        };
    }
}
