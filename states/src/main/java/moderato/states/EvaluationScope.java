package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What an expression can see.
 *
 * @param input what {@code $} stands for in a path, and {@code $states.input} in JSONata
 * @param context the context object: {@code $$} in a path, {@code $states.context} in JSONata; asked for only when used
 * @param variables the variables in reach, by name without the dollar sign
 * @param result {@code $states.result}, where the state has one by now
 * @param errorOutput {@code $states.errorOutput}, inside Catch
 * @param now the instant of the event being worked on; expressions know no other clock
 * @param random the source of random numbers and ids, seeded by the event
 */
public record EvaluationScope(JsonNode input, Supplier<JsonNode> context, Map<String, JsonNode> variables, Optional<JsonNode> result,
        Optional<JsonNode> errorOutput, Instant now, RandomGenerator random) {

    /** The same scope with another input. */
    public EvaluationScope withInput(JsonNode other) {
        return new EvaluationScope(other, context, variables, result, errorOutput, now, random);
    }

    /** The same scope with another context object, as each iteration of a Map has one. */
    public EvaluationScope withContext(Supplier<JsonNode> other) {
        return new EvaluationScope(input, other, variables, result, errorOutput, now, random);
    }

    /** The same scope once the state has its result. */
    public EvaluationScope withResult(JsonNode value) {
        return new EvaluationScope(input, context, variables, Optional.of(value), errorOutput, now, random);
    }

    /** The same scope inside a Catch. */
    public EvaluationScope withErrorOutput(JsonNode value) {
        return new EvaluationScope(input, context, variables, result, Optional.of(value), now, random);
    }

    /** What JSONata sees as {@code $states}. */
    public ObjectNode states() {
        ObjectNode states = JsonNodeFactory.instance.objectNode();
        states.set("input", input);
        states.set("context", context.get());
        result.ifPresent(value -> states.set("result", value));
        errorOutput.ifPresent(value -> states.set("errorOutput", value));
        return states;
    }
}
