package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import moderato.kernel.Command;
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

/** A redriven distributed Map begins those children again that did not succeed, and those that were never begun. */
class MapRedriveTest {

    private static final RunIdentity RUN = new RunIdentity("arn:aws:states:us-east-1:1:execution:m:r", "r", "m",
            "arn:aws:states:us-east-1:1:stateMachine:m", "role");

    private final StatesLanguage language = new StatesLanguage();
    private final List<String> calls = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final InMemoryEngine engine = new InMemoryEngine(List.of(language), this::answer, Instant.parse("2026-01-01T00:00:00Z"), 7);

    private Definition definition = Definition.of("states", "{}");

    private Answer answer(RunIdentity run, Command.StartTask task, Instant now) {
        String call = task.resource().substring(task.resource().lastIndexOf(':') + 1) + task.payload();
        calls.add(call);
        return Answer.of(broken.contains(call) ? Outcome.Failed.of("Broken", call) : new Outcome.Succeeded(task.payload()));
    }

    private static JsonNode json(String text) {
        try {
            return JsonText.read(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Each child does a, then b. */
    private static String map(String type, String more) {
        return "{'StartAt': 'M', 'States': {'M': {'Type': 'Map', " + more
                + "'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': '" + type + "'}, 'StartAt': 'A', 'States': {"
                + "'A': {'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:a', 'Next': 'B'}, "
                + "'B': {'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:b', 'End': true}}}, 'End': true}}}";
    }

    private SimulatedRun run(String machine, String input) {
        definition = Definition.of("states", json(machine).toString());
        return engine.run(StartRequest.of(definition, RUN, json(input)));
    }

    private void redrive(SimulatedRun run) {
        calls.clear();
        engine.redrive(run);
        engine.advance();
    }

    private void check(SimulatedRun run) {
        ReplayContract.check(language.compile(definition), run);
    }

    @Test
    void standardChildrenGoOnWhereTheyFailed() {
        broken.add("b2");
        SimulatedRun run = run(map("STANDARD", "'MaxConcurrency': 1, "), "[1, 2, 3]");
        assertThat(run.outcome()).contains(Outcome.Failed.of("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"));
        assertThat(calls).containsExactly("a1", "b1", "a2", "b2");
        redrive(run);
        assertThat(calls).containsExactly("b2");
        broken.clear();
        redrive(run);
        assertThat(calls).containsExactly("b2", "a3", "b3");
        assertThat(run.outcome()).contains(new Outcome.Succeeded(json("[1, 2, 3]")));
        assertThat(run.history().stream().map(HistoryEvent::type).toList()).containsSubsequence("MapRunStarted", "MapRunFailed", "ExecutionFailed",
                "ExecutionRedriven", "MapRunRedriven", "MapRunFailed", "ExecutionFailed", "ExecutionRedriven", "MapRunRedriven", "MapRunSucceeded",
                "MapStateSucceeded", "MapStateExited").containsOnlyOnce("MapRunStarted", "MapStateEntered");
        assertThat(run.history().stream().filter(event -> event.type().equals("MapRunRedriven"))
                .map(event -> event.toJson().at("/mapRunRedrivenEventDetails/redriveCount").asInt())).containsExactly(1, 2);
        assertThat(engine.runs()).hasSize(4);
        check(run);
    }

    @Test
    void expressChildrenBeginAnew() {
        broken.add("b2");
        SimulatedRun run = run(map("EXPRESS", "'MaxConcurrency': 1, "), "[1, 2, 3]");
        broken.clear();
        redrive(run);
        assertThat(calls).containsExactly("a2", "b2", "a3", "b3");
        assertThat(run.outcome()).contains(new Outcome.Succeeded(json("[1, 2, 3]")));
        check(run);
    }

    @Test
    void batchesAreThoseOfBefore() {
        broken.add("a{\"Items\":[3]}");
        SimulatedRun run = run(map("STANDARD", "'ItemBatcher': {'MaxItemsPerBatch': 2}, "), "[1, 2, 3]");
        broken.clear();
        redrive(run);
        assertThat(calls).containsExactly("a{\"Items\":[3]}", "b{\"Items\":[3]}");
        assertThat(run.outcome()).contains(new Outcome.Succeeded(json("[{'Items': [1, 2]}, {'Items': [3]}]")));
        check(run);
    }

    @Test
    void whatWasReadStaysRead() {
        String reader = "'ItemReader': {'Resource': 'arn:aws:states:::s3:listObjectsV2', 'Parameters': {'Bucket': 'b'}}, ";
        int[] listings = {0};
        TaskScript listing = (run, task, now) -> {
            if (task.resource().endsWith("listObjectsV2")) {
                listings[0]++;
                return Answer.of(new Outcome.Succeeded(json("{'Contents': [{'Key': 'x', 'Size': 1}], 'IsTruncated': false}")));
            }
            return Answer.of(listings[0] == 1 && calls.size() < 1 && calls.add("once") ? Outcome.Failed.of("Broken", "once") : new Outcome.Succeeded(json("5")));
        };
        InMemoryEngine other = new InMemoryEngine(List.of(language), listing, Instant.EPOCH, 7);
        SimulatedRun run = other.run(StartRequest.of(Definition.of("states", json(map("STANDARD", reader)).toString()), RUN, json("{}")));
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        other.redrive(run);
        other.advance();
        assertThat(run.outcome()).contains(new Outcome.Succeeded(json("[5]")));
        assertThat(listings[0]).isEqualTo(1);
    }

    @Test
    void manyChildrenAreBegunAgainAFewAtATime() {
        StringBuilder items = new StringBuilder("[0");
        for (int i = 1; i < 3_000; i++) {
            items.append(", ").append(i);
            broken.add("a" + i);
        }
        SimulatedRun run = run(map("STANDARD", "'ToleratedFailureCount': 2998, "), items.append(']').toString());
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        broken.clear();
        redrive(run);
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(calls).doesNotContain("a0").hasSize(5_998);
    }
}
