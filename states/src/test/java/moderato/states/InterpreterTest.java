package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import moderato.kernel.Definition;
import moderato.kernel.HistoryEvent;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.Outcome;
import moderato.kernel.ReplayContract;
import moderato.kernel.RunIdentity;
import moderato.kernel.SimulatedRun;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskScript;
import moderato.kernel.TaskScript.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterpreterTest {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final RunIdentity RUN = new RunIdentity("arn:aws:states:us-east-1:1:execution:m:r", "r", "m",
            "arn:aws:states:us-east-1:1:stateMachine:m", "role");
    private static final TaskScript ECHO = (run, task, now) -> Answer.of(new Outcome.Succeeded(task.payload()));
    private static final TaskScript BROKEN = (run, task, now) -> Answer.of(Outcome.Failed.of("Broken", "it is broken"));

    private final StatesLanguage language = new StatesLanguage();

    private static JsonNode json(String text) {
        try {
            return JsonText.read(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private InMemoryEngine engine(TaskScript tasks) {
        return new InMemoryEngine(List.of(language), tasks, BEGINNING, 7);
    }

    private SimulatedRun run(String machine, String input, TaskScript tasks) {
        return checked(machine, engine(tasks).run(request(machine, input)));
    }

    private static StartRequest request(String machine, String input) {
        return StartRequest.of(Definition.of("states", json(machine).toString()), RUN, json(input));
    }

    private SimulatedRun checked(String machine, SimulatedRun run) {
        ReplayContract.check(language.compile(Definition.of("states", json(machine).toString())), run);
        return run;
    }

    private static JsonNode output(SimulatedRun run) {
        return ((Outcome.Succeeded) run.outcome().orElseThrow()).output();
    }

    private static List<String> types(SimulatedRun run) {
        return run.history().stream().map(HistoryEvent::type).toList();
    }

    private static String map(String mode, String inside, String more) {
        return """
                {'StartAt': 'Each', 'States': {'Each': {'Type': 'Map', 'ItemProcessor': {'ProcessorConfig': {%s},
                  'StartAt': 'One', 'States': {'One': %s}}, %s 'End': true}}}""".formatted(mode, inside, more);
    }

    private static String endless(String first) {
        return """
                {'StartAt': 'First', 'States': {'First': %s, 'Never': {'Type': 'Succeed'},
                  'Again': {'Type': 'Choice', 'Choices': [{'Variable': '$.never', 'IsPresent': true, 'Next': 'Never'}], 'Default': 'First'}}}
                """.formatted(first);
    }

    private static final String CALL = "{'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:f', 'End': true}";
    private static final String INLINE = "'Mode': 'INLINE'";
    private static final String DISTRIBUTED = "'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'";

    @Test
    void branchesOfAParallelGiveTheirOutputsInOrder() {
        SimulatedRun run = run("""
                {'StartAt': 'Both', 'States': {'Both': {'Type': 'Parallel', 'End': true, 'Branches': [
                  {'StartAt': 'A', 'States': {'A': {'Type': 'Wait', 'Seconds': 10, 'Next': 'B'}, 'B': {'Type': 'Pass', 'Result': 1, 'End': true}}},
                  {'StartAt': 'C', 'States': {'C': {'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:f', 'End': true}}}]}}}
                """, "{'x': 1}", ECHO);
        assertThat(output(run)).isEqualTo(json("[1, {'x': 1}]"));
        assertThat(types(run)).containsSubsequence("ParallelStateStarted", "WaitStateEntered", "TaskStateExited", "WaitStateExited",
                "ParallelStateSucceeded", "ParallelStateExited");
    }

    @Test
    void aFailedBranchCutsTheOthersShort() {
        SimulatedRun run = run("""
                {'StartAt': 'Both', 'States': {'Both': {'Type': 'Parallel', 'Next': 'Done', 'Branches': [
                  {'StartAt': 'A', 'States': {'A': {'Type': 'Wait', 'Seconds': 1000, 'End': true}}},
                  {'StartAt': 'B', 'States': {'B': {'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:f', 'End': true}}}],
                  'Catch': [{'ErrorEquals': ['Broken'], 'ResultPath': '$.error', 'Next': 'Done'}]}, 'Done': {'Type': 'Succeed'}}}
                """, "{'x': 1}", BROKEN);
        assertThat(output(run)).isEqualTo(json("{'x': 1, 'error': {'Error': 'Broken', 'Cause': 'it is broken'}}"));
        assertThat(types(run)).containsSubsequence("LambdaFunctionFailed", "WaitStateAborted", "TaskStateAborted", "ParallelStateFailed",
                "ParallelStateExited");
    }

    @Test
    void nestedContainersFailOnce() {
        String inner = """
                {'Type': 'Parallel', 'End': true, 'Branches': [{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 9, 'End': true}}},
                  {'StartAt': 'F', 'States': {'F': {'Type': 'Fail', 'Error': 'E', 'Cause': 'C'}}}]}""";
        SimulatedRun run = run(map(INLINE, inner, "'MaxConcurrency': 2,"), "[1, 2, 3]", ECHO);
        assertThat(run.outcome()).contains(Outcome.Failed.of("E", "C"));
        assertThat(types(run)).containsOnlyOnce("WaitStateAborted", "ParallelStateFailed", "MapIterationFailed", "MapStateFailed");
    }

    @Test
    void anInlineMapKeepsItsConcurrency() {
        TaskScript slow = (run, task, now) -> Answer.of(new Outcome.Succeeded(task.payload())).after(Duration.ofSeconds(5));
        SimulatedRun run = run(map(INLINE, CALL, "'MaxConcurrency': 2,"), "[1, 2, 3, 4, 5]", slow);
        assertThat(output(run)).isEqualTo(json("[1, 2, 3, 4, 5]"));
        assertThat(run.history().getLast().at()).isEqualTo(BEGINNING.plusSeconds(15));
    }

    @Test
    void aLargeMapLetsOthersComeFirstNowAndThen() {
        String items = "[" + "0, ".repeat(2_999) + "0]";
        SimulatedRun run = run(map(INLINE, "{'Type': 'Pass', 'Result': 1, 'End': true}", ""), items, ECHO);
        assertThat(output(run)).hasSize(3_000);
        assertThat(run.events()).hasSizeGreaterThan(3);
    }

    @Test
    void anEndlessLoopIsStopped() {
        InMemoryEngine engine = engine(ECHO);
        String machine = endless("{'Type': 'Wait', 'Seconds': 5, 'Next': 'Again'}");
        SimulatedRun run = engine.start(request(machine, "{}"));
        engine.advanceTo(BEGINNING.plusSeconds(12));
        engine.stop(run, Optional.of("Enough"), Optional.empty());
        engine.advance();
        assertThat(checked(machine, run).outcome()).contains(new Outcome.Stopped(Optional.of("Enough"), Optional.empty()));
        assertThat(types(run)).endsWith("WaitStateAborted", "ExecutionAborted");
    }

    @Test
    void anExpressChildLivesFiveMinutes() {
        String express = "'Mode': 'DISTRIBUTED', 'ExecutionType': 'EXPRESS'";
        String map = map(express, "{'Type': 'Wait', 'SecondsPath': '$', 'End': true}", "'ToleratedFailureCount': 5,");
        SimulatedRun run = run(map, "[299, 301, 100000]", ECHO);
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(output(run).toString()).startsWith("[299");
        assertThat(run.events().getLast().at()).isEqualTo(BEGINNING.plusSeconds(300));
    }

    @Test
    void aHistoryHasABound() {
        String machine = endless("{'Type': 'Pass', 'Next': 'Again'}");
        SimulatedRun run = run(machine, "{}", ECHO);
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.history()).hasSizeLessThanOrEqualTo(25_000);
        assertThat(types(run)).endsWith("ExecutionFailed");
    }

    @Test
    void noTokenBeginsWithADash() {
        TaskScript silent = (run, task, now) -> Answer.silence();
        String machine = "{'StartAt': 'Ask', 'States': {'Ask': {'Type': 'Task', 'Resource': 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', "
                + "'Parameters': {'QueueUrl': 'q', 'MessageBody.$': '$$.Task.Token'}, 'End': true}}}";
        for (int seed = 0; seed < 500; seed++) {
            InMemoryEngine engine = new InMemoryEngine(List.of(language), silent, BEGINNING, seed);
            assertThat(engine.run(request(machine, "{}")).tokens()).singleElement().asString().doesNotStartWith("-");
        }
    }

    @Test
    void aRedriveGoesOnWhereTheRunFailed() {
        int[] calls = {0};
        TaskScript once = (run, task, now) -> calls[0]++ == 1 ? Answer.of(Outcome.Failed.of("Broken", "once"))
                : Answer.of(new Outcome.Succeeded(task.payload()));
        String machine = map(INLINE, CALL, "'MaxConcurrency': 1,");
        InMemoryEngine engine = engine(once);
        SimulatedRun run = engine.run(request(machine, "[1, 2, 3]"));
        assertThat(run.outcome()).contains(Outcome.Failed.of("Broken", "once"));
        engine.redrive(run);
        engine.advance();
        assertThat(output(checked(machine, run))).isEqualTo(json("[1, 2, 3]"));
        assertThat(calls[0]).isEqualTo(4);
        assertThat(types(run)).containsOnlyOnce("ExecutionRedriven", "MapStateEntered");
    }

    @Test
    void aDistributedMapRunsChildrenInBatches() {
        SimulatedRun run = run(map(DISTRIBUTED, CALL, "'ItemBatcher': {'MaxItemsPerBatch': 2}, 'MaxConcurrency': 2,"), "[1, 2, 3, 4, 5]", ECHO);
        assertThat(output(run)).isEqualTo(json("[{'Items': [1, 2]}, {'Items': [3, 4]}, {'Items': [5]}]"));
        assertThat(types(run)).containsSubsequence("MapRunStarted", "MapRunSucceeded", "MapStateSucceeded", "MapStateExited");
    }

    @Test
    void aDistributedMapToleratesSomeFailures() {
        TaskScript odd = (run, task, now) -> task.payload().asInt() % 2 == 1 ? Answer.of(Outcome.Failed.of("Odd", "no"))
                : Answer.of(new Outcome.Succeeded(task.payload()));
        SimulatedRun tolerated = run(map(DISTRIBUTED, CALL, "'ToleratedFailurePercentage': 50,"), "[1, 2, 3, 4]", odd);
        assertThat(output(tolerated).get(1)).isEqualTo(json("2"));
        SimulatedRun refused = run(map(DISTRIBUTED, CALL, "'ToleratedFailureCount': 1,"), "[1, 2, 3, 4]", odd);
        assertThat(refused.outcome()).contains(Outcome.Failed.of("States.ExceedToleratedFailureThreshold",
                "The specified tolerated failure threshold was exceeded"));
        assertThat(types(refused)).containsSubsequence("MapRunFailed", "MapStateFailed", "ExecutionFailed");
    }

    @Test
    void aDistributedMapReadsJsonLinesAndWritesItsResults() {
        StringBuilder written = new StringBuilder();
        TaskScript store = (run, task, now) -> {
            if (task.resource().endsWith("getObject")) {
                return Answer.of(new Outcome.Succeeded(json("{'Body': '1\\n2\\n3\\n'}")));
            }
            written.append(task.payload().path("Key").asText().replaceAll(".*/", "")).append(' ');
            return Answer.of(new Outcome.Succeeded(json("{}")));
        };
        SimulatedRun run = run(map(DISTRIBUTED, "{'Type': 'Pass', 'End': true}", """
                'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'ReaderConfig': {'InputType': 'JSONL'},
                  'Parameters': {'Bucket': 'b', 'Key': 'k'}},
                'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'out', 'Prefix': 'p'}},"""), "{}", store);
        assertThat(output(run).path("ResultWriterDetails").path("Key").asText()).startsWith("p/").endsWith("/manifest.json");
        assertThat(written.toString()).isEqualTo("SUCCEEDED_0.json manifest.json ");
    }

    @Test
    void largeResultsAreWrittenToSeveralFilesOneAfterTheOther() {
        List<JsonNode> written = new ArrayList<>();
        TaskScript store = (run, task, now) -> {
            if (task.resource().endsWith("putObject")) {
                written.add(task.payload());
                return Answer.of(new Outcome.Succeeded(json("{}")));
            }
            return task.payload().asInt() == 3 ? Answer.of(Outcome.Failed.of("Odd", "no")) : Answer.of(new Outcome.Succeeded(json("'" + "x".repeat(250_000) + "'")));
        };
        String items = IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        run(map(DISTRIBUTED, CALL, """
                'ToleratedFailureCount': 1,
                'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'out', 'Prefix': 'p'}},"""), items, store);
        assertThat(written).extracting(put -> put.path("Key").asText().replaceAll(".*/", ""))
                .containsExactly("SUCCEEDED_0.json", "FAILED_0.json", "SUCCEEDED_1.json", "manifest.json");
        assertThat(json(written.get(0).path("Body").asText()).size() + json(written.get(2).path("Body").asText()).size()).isEqualTo(19);
        assertThat(json(written.get(3).path("Body").asText()).at("/ResultFiles/SUCCEEDED/1/Size").asInt()).isEqualTo(written.get(2).path("Body").asText().length());
    }

    @Test
    void retriesBackOffAndStopAtTheirLongestDelay() {
        SimulatedRun run = run("""
                {'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'End': true,
                  'Retry': [{'ErrorEquals': ['Broken'], 'IntervalSeconds': 2, 'BackoffRate': 3, 'MaxAttempts': 4, 'MaxDelaySeconds': 10}]}}}
                """, "{}", BROKEN);
        assertThat(run.history().getLast().at()).isEqualTo(BEGINNING.plusSeconds(2 + 6 + 10 + 10));
        assertThat(types(run)).containsSubsequence("TaskScheduled", "TaskFailed", "TaskScheduled", "TaskFailed");
    }

    @Test
    void aRunTimesOut() {
        SimulatedRun run = run("{'TimeoutSeconds': 3, 'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 60, 'End': true}}}", "{}", ECHO);
        assertThat(run.outcome()).containsInstanceOf(Outcome.TimedOut.class);
        assertThat(run.history().getLast().at()).isEqualTo(BEGINNING.plusSeconds(3));
    }

    @Test
    void variablesAreReadInsideAndAssignedToTheInnerScope() {
        SimulatedRun run = run("""
                {'QueryLanguage': 'JSONata', 'StartAt': 'A', 'States': {
                  'A': {'Type': 'Pass', 'Assign': {'x': 2}, 'Next': 'P'},
                  'P': {'Type': 'Parallel', 'Next': 'Z', 'Branches': [{'StartAt': 'B', 'States': {
                    'B': {'Type': 'Pass', 'Assign': {'y': '{% $x * 3 %}'}, 'Next': 'C'},
                    'C': {'Type': 'Pass', 'Output': '{% $x + $y %}', 'End': true}}}]},
                  'Z': {'Type': 'Pass', 'Output': {'inner': '{% $states.input[0] %}', 'seen': '{% $exists($y) %}'}, 'End': true}}}
                """, "{}", ECHO);
        assertThat(output(run)).isEqualTo(json("{'inner': 8, 'seen': false}"));
    }

    @Test
    void anOutputThatIsTooLargeCanBeCaught() {
        TaskScript large = (run, task, now) -> Answer.of(new Outcome.Succeeded(json("'" + "x".repeat(200_000) + "'")));
        SimulatedRun run = run("""
                {'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'End': true,
                  'ResultSelector': {'a.$': '$', 'b.$': '$'}, 'Catch': [{'ErrorEquals': ['States.DataLimitExceeded'], 'Next': 'C'}]},
                  'C': {'Type': 'Pass', 'Result': 'caught', 'End': true}}}
                """, "{}", large);
        assertThat(output(run)).isEqualTo(json("'caught'"));
    }

    @Test
    void aResultThatIsTooLargeIsNamedByTheService() {
        TaskScript large = (run, task, now) -> Answer.of(new Outcome.Succeeded(JsonNodeFactory.instance.textNode("x".repeat(300_000))));
        SimulatedRun run = run("""
                {'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'End': true,
                  'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'C'}]}, 'C': {'Type': 'Pass', 'End': true}}}
                """, "{}", large);
        assertThat(output(run)).isEqualTo(JsonNodeFactory.instance.objectNode().put("Error", "States.DataLimitExceeded")
                .put("Cause", "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit."));
    }

    @Test
    void argumentsThatAreTooLargeAreNotHandedOver() {
        SimulatedRun run = run("""
                {'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'End': true, 'Parameters': {'a.$': '$', 'b.$': '$'},
                  'Catch': [{'ErrorEquals': ['States.DataLimitExceeded'], 'ResultPath': '$', 'Next': 'C'}]}, 'C': {'Type': 'Pass', 'Result': 'caught', 'End': true}}}
                """, "'" + "x".repeat(140_000) + "'", ECHO);
        assertThat(output(run)).isEqualTo(json("'caught'"));
        assertThat(types(run)).doesNotContain("TaskScheduled");
    }
}
