package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A ForEach step at work: its items, its children, and its end. */
final class LoopWork {

    private static final int MOST_ITEMS = 100;

    private final Execution execution;

    LoopWork(Execution execution) {
        this.execution = execution;
    }

    /** Makes the children of a loop, and looks which may start. */
    void begin(Node node, Step.Loop loop) {
        List<JsonNode> items = items(execution.values(node).of(loop.items()));
        int count = items.size() * execution.plan().body(node.number()).size();
        int first = execution.append(count);
        execution.put(node.number(), execution.state(node.number()).change(draft -> draft.phase(StepPhase.LOOPING).loop(items, first)));
        for (int i = 0; i < count; i++) {
            execution.consider(first + i);
        }
        childEnded(node.number());
    }

    private static List<JsonNode> items(JsonNode value) {
        JsonNode list = value.isTextual() ? Json.parse(value.asText()).orElseThrow(() -> new EvaluationException("IterableItems is no JSON list: " + value)) : value;
        if (!list.isArray()) {
            throw new EvaluationException("IterableItems must be a JSON list, not " + list + ".");
        }
        if (list.size() > MOST_ITEMS) {
            throw new EvaluationException("IterableItems has " + list.size() + " items; at most " + MOST_ITEMS + " are allowed.");
        }
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    /** Looks at every child of one body step, after something outside the loop changed. */
    void considerChildren(int loop, int template) {
        if (execution.state(loop).phase() != StepPhase.LOOPING) {
            return;
        }
        for (int item = 0; item < execution.state(loop).items().size(); item++) {
            execution.consider(execution.nodes().child(execution.steps(), loop, item, template));
        }
    }

    /** Whether one more child may run. */
    boolean hasRoom(int loop) {
        int most = execution.plan().step(loop).body() instanceof Step.Loop body ? body.maxConcurrency() : 1;
        return execution.nodes().children(execution.steps(), loop).stream().filter(child -> execution.state(child).phase().active()).limit(most).count() < most;
    }

    /** Ends a loop when none of its children has anything left to do. */
    void childEnded(int loop) {
        if (execution.state(loop).phase() != StepPhase.LOOPING) {
            return;
        }
        List<Integer> children = execution.nodes().children(execution.steps(), loop);
        boolean stopping = execution.phase() == PipelineRun.Phase.STOPPING;
        if (children.stream().anyMatch(child -> stopping ? execution.state(child).phase().active() : !execution.state(child).phase().over())) {
            return;
        }
        boolean failed = children.stream().anyMatch(child -> execution.state(child).phase() == StepPhase.FAILED);
        boolean stopped = stopping || children.stream().anyMatch(child -> execution.state(child).phase() == StepPhase.STOPPED);
        StepPhase how = failed ? StepPhase.FAILED : stopped ? StepPhase.STOPPED : StepPhase.SUCCEEDED;
        execution.end(execution.node(loop), how, StepState.NOTHING, failed ? "Step failure: One or multiple child steps failed." : "");
    }
}
