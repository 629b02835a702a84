package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.Command;
import moderato.kernel.Outcome;

/** Selective execution at work: takes the steps that are not selected from another execution, or leaves them out. */
final class ReferenceWork {

    /** The path of the question for the other execution's steps; no step's name is empty. */
    static final String PATH = ".reference";

    private static final Set<String> USABLE = Set.of("Succeeded", "Failed", "Stopped", "CompletedWithFailures");

    private final Execution execution;

    ReferenceWork(Execution execution) {
        this.execution = execution;
    }

    private Set<String> needed() {
        return Selection.needed(execution.plan(), execution.options().selected());
    }

    /** Leaves out what does not run, and asks for what others need of it. */
    void select() {
        leaveOut();
        Set<String> needed = needed();
        if (needed.isEmpty()) {
            execution.considerAll();
            return;
        }
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("SourcePipelineExecutionArn", execution.options().reference().orElse(""));
        needed.forEach(payload.putArray("Steps")::add);
        execution.refer(new Command.StartTask(PATH, "reference:steps", payload, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Marks the steps that are neither selected nor needed: they never run. */
    void leaveOut() {
        Set<String> needed = needed();
        for (int number = 0; number < execution.plan().size(); number++) {
            String name = execution.plan().step(number).name();
            if (!execution.plan().inBody(number) && !execution.options().selected().contains(name) && !needed.contains(name)) {
                execution.put(number, execution.state(number).in(StepPhase.SKIPPED));
            }
        }
    }

    /** Takes the other execution's steps. */
    boolean answered(Outcome outcome) {
        if (!(outcome instanceof Outcome.Succeeded(JsonNode answer))) {
            execution.failRun("ValidationException: The reference execution cannot be used: " + Failure.of(outcome).reason());
            return true;
        }
        List<String> problems = new ArrayList<>();
        if (!USABLE.contains(answer.path("Status").asText())) {
            problems.add("it is " + answer.path("Status").asText("not there") + ", and must have ended");
        }
        String pipeline = answer.path("PipelineArn").asText(execution.run().definitionId());
        if (!pipeline.equals(execution.run().definitionId())) {
            problems.add("it belongs to another pipeline, " + pipeline);
        }
        Map<String, JsonNode> steps = new HashMap<>();
        answer.path("Steps").forEach(step -> steps.put(step.path("Name").asText(), step));
        for (String name : needed()) {
            JsonNode step = steps.get(name);
            if (step == null || !step.path("Status").asText().equals("Succeeded")) {
                problems.add("step " + name + " did not succeed in it");
            } else {
                take(name, step.path("Properties"));
            }
        }
        if (!problems.isEmpty()) {
            execution.failRun("ValidationException: The reference execution cannot be used: " + String.join("; ", problems) + ".");
            return true;
        }
        execution.considerAll();
        return true;
    }

    private void take(String name, JsonNode properties) {
        Node node = execution.node(execution.plan().number(name));
        String source = execution.options().reference().orElse("");
        execution.put(node.number(), execution.state(node.number()).change(draft -> draft.order(execution.nextOrder()).began(execution.now())
                .from(StepState.Origin.REFERENCE, source)));
        execution.end(node, StepPhase.SUCCEEDED, properties, "");
    }
}
