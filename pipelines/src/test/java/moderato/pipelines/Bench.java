package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import moderato.kernel.Definition;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.RunIdentity;
import moderato.kernel.SimulatedRun;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskScript;

/** Runs definitions in memory with stand-ins. */
final class Bench {

    static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    final StandIns standIns = new StandIns();
    final InMemoryEngine engine;
    private long seed = 7;

    Bench() {
        engine = new InMemoryEngine(List.of(new PipelineLanguage()), TaskScript.calling(new NeedsAws(standIns)), START, 42);
    }

    Bench(TaskScript script) {
        engine = new InMemoryEngine(List.of(new PipelineLanguage()), script, START, 42);
    }

    SimulatedRun run(String definition, JsonNode input) {
        RunIdentity identity = Ids.execution("Test", "us-west-2", "111122223333", "arn:aws:iam::111122223333:role/R", seed++);
        SimulatedRun run = engine.run(StartRequest.of(Definition.of(PipelineLanguage.NAME, definition), identity, input));
        return run;
    }

    SimulatedRun run(String definition) {
        return run(definition, JsonNodeFactory.instance.objectNode());
    }

    static ObjectNode input(Map<String, String> parameters) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("PipelineParameters", StandIns.parameters(parameters));
        return input;
    }

    static ExecutionView view(SimulatedRun run) {
        return ExecutionView.of(run.history());
    }

    static String status(SimulatedRun run) {
        return view(run).execution().path("PipelineExecutionStatus").asText();
    }

    /** The status of every listed step, in the order they began. */
    static String steps(SimulatedRun run) {
        return String.join(" ", view(run).steps().reversed().stream().map(step -> step.path("StepName").asText() + ":" + step.path("StepStatus").asText()).toList());
    }

    static JsonNode step(SimulatedRun run, String name) {
        return view(run).steps().stream().filter(step -> step.path("StepName").asText().equals(name)).findFirst().orElseThrow();
    }

    static JsonNode miss(SimulatedRun run, String name) {
        return view(run).misses().getOrDefault(name, StepState.NOTHING);
    }

    static void replay(String definition, SimulatedRun run) {
        Replay.check(new PipelineLanguage().compile(Definition.of(PipelineLanguage.NAME, definition)), run);
    }
}
