package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a step's handler answered, and what of it becomes the step's. */
record StepAnswer(Execution execution, Node node, JsonNode answer) {

    /** The step's properties: its declared outputs, or the answer laid over what was asked for. */
    JsonNode properties(Request request) {
        StepState state = execution.state(node.number());
        if (node.step().type().declaresOutputs()) {
            return Outputs.properties(node.step(), answer);
        }
        if (node.step().type().nameMember().isEmpty()) {
            return Json.over(StepState.NOTHING, answer);
        }
        return Json.over(request.payload(execution.run(), node.name(), state.job(), execution.values(node), execution.plan()).path("Request"),
                Json.over(named(request, state), answer));
    }

    /** The status that the answer tells, such as {@code Completed}; empty when it tells none. */
    String status() {
        String member = node.step().type().nameMember().replaceFirst("Name$", "Status");
        return member.isEmpty() ? "" : answer.path(member).asText("");
    }

    /* The ARN of what the step made, under the name that Describe has for it. */
    private ObjectNode named(Request request, StepState state) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        String name = state.job().isEmpty() ? request.arguments().path(node.step().type().nameMember()).asText("") : state.job();
        if (!name.isEmpty()) {
            named.put(node.step().type().nameMember().replaceFirst("Name$", "Arn"), Ids.arn(execution.run(), node.step().type().arnKind(), name));
        }
        return named;
    }
}
