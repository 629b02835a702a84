package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** How data passes through a state, in one of the two query languages. */
sealed interface DataFlow permits JsonPathFlow, JsonataFlow {

    /** What leaves a state: its output, and the variables that it assigns. */
    record Result(JsonNode output, Map<String, JsonNode> assigned) {
    }

    /** Whether expressions are JSONata. */
    boolean isJsonata();

    /** The effective input: what InputPath lets through. */
    JsonNode input(EvaluationScope scope);

    /** What Parameters or Arguments make of the effective input. */
    JsonNode arguments(EvaluationScope scope, JsonNode effective);

    /** The output of a state that made a result, and its variables. */
    Result leave(EvaluationScope scope, JsonNode result);

    /** The output of a state that makes nothing of its own. */
    Result pass(EvaluationScope scope);

    /** The output of a Catch that was handed an error. */
    Result caught(EvaluationScope scope, JsonNode errorOutput);

    /** An empty object: what a path of null lets through. */
    static JsonNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
