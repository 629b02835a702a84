package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What functions and callbacks give back, held against what their steps promise. */
final class Outputs {

    private Outputs() {
    }

    /**
     * The properties of a step after its function returned or its token was answered.
     *
     * @throws EvaluationException when a promised output is missing or of another type
     */
    static ObjectNode properties(Step step, JsonNode answer) {
        JsonNode given = answer.has("OutputParameters") ? byName(answer.get("OutputParameters")) : answer;
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        ObjectNode outputs = properties.putObject("OutputParameters");
        for (Step.Output output : step.outputs()) {
            if (!given.hasNonNull(output.name())) {
                throw new EvaluationException("The " + (step.type() == StepType.Lambda ? "function" : "callback") + " did not give the output '"
                        + output.name() + "' that step " + step.name() + " promises.");
            }
            JsonNode value = given.get(output.name());
            outputs.set(output.name(), convert(step, output, value));
        }
        return properties;
    }

    private static JsonNode byName(JsonNode list) {
        if (!list.isArray()) {
            return list;
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        list.forEach(one -> named.set(one.path("Name").asText(), one.path("Value")));
        return named;
    }

    private static JsonNode convert(Step step, Step.Output output, JsonNode value) {
        if (output.type() == Parameter.Type.String) {
            return JsonNodeFactory.instance.textNode(value.isTextual() ? value.asText() : value.toString());
        }
        if (output.type().holds(value)) {
            return value;
        }
        return new Parameter(output.name(), output.type(), Optional.empty(), List.of()).coerce(value.asText()).orElseThrow(
                () -> new EvaluationException("Output '" + output.name() + "' of step " + step.name() + " is " + value + ", but must be of type " + output.type() + "."));
    }

    /** The outputs in the shape of the service's metadata: a list of Name and Value. */
    static ArrayNode metadata(JsonNode properties) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        properties.path("OutputParameters").properties().forEach(output -> list.addObject().put("Name", output.getKey()).put("Value", output.getValue().asText()));
        return list;
    }
}
