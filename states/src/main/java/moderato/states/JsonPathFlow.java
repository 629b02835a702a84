package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How data passes through a state of JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign. */
final class JsonPathFlow implements DataFlow {

    /** InputPath or OutputPath: a path, or null, which lets nothing through. */
    record Gate(@Nullable JsonPathExpression path) {
        JsonNode evaluate(EvaluationScope scope) {
            return path == null ? DataFlow.nothing() : path.evaluate(scope);
        }
    }

    /** ResultPath: a place in the raw input, or null, which throws the result away. */
    record Target(@Nullable ReferencePath path) {
        JsonNode write(JsonNode input, JsonNode result) {
            return path == null ? input : path.write(input, result);
        }
    }

    private final @Nullable Gate inputPath;
    private final @Nullable PayloadTemplate parameters;
    private final @Nullable PayloadTemplate resultSelector;
    private final @Nullable Target resultPath;
    private final @Nullable Gate outputPath;
    private final @Nullable PayloadTemplate assign;

    JsonPathFlow(Optional<Gate> inputPath, Optional<PayloadTemplate> parameters, Optional<PayloadTemplate> resultSelector,
            Optional<Target> resultPath, Optional<Gate> outputPath, Optional<PayloadTemplate> assign) {
        this.inputPath = inputPath.orElse(null);
        this.parameters = parameters.orElse(null);
        this.resultSelector = resultSelector.orElse(null);
        this.resultPath = resultPath.orElse(null);
        this.outputPath = outputPath.orElse(null);
        this.assign = assign.orElse(null);
    }

    @Override
    public boolean isJsonata() {
        return false;
    }

    @Override
    public JsonNode input(EvaluationScope scope) {
        return inputPath == null ? scope.input() : inputPath.evaluate(scope);
    }

    @Override
    public JsonNode arguments(EvaluationScope scope, JsonNode effective) {
        return parameters == null ? effective : parameters.evaluate(at(scope, effective));
    }

    @Override
    public Result leave(EvaluationScope scope, JsonNode result) {
        Map<String, JsonNode> assigned = Variables.assigned(assign, scope, result);
        JsonNode selected = selected(scope, result);
        return new Result(output(scope, placed(scope, selected)), assigned);
    }

    @Override
    public Result pass(EvaluationScope scope) {
        JsonNode effective = input(scope);
        Map<String, JsonNode> assigned = Variables.assigned(assign, scope, effective);
        return new Result(output(scope, effective), assigned);
    }

    /** OutputPath is for what the state made itself, so a Catch does without. */
    @Override
    public Result caught(EvaluationScope scope, JsonNode errorOutput) {
        Map<String, JsonNode> assigned = Variables.assigned(assign, scope, errorOutput);
        return new Result(placed(scope, errorOutput), assigned);
    }

    /** What ResultSelector makes of a result. */
    JsonNode selected(EvaluationScope scope, JsonNode result) {
        return resultSelector == null ? result : resultSelector.evaluate(at(scope, result));
    }

    /** What ResultPath makes of a selected result. */
    JsonNode placed(EvaluationScope scope, JsonNode selected) {
        return resultPath == null ? selected : resultPath.write(scope.input(), selected);
    }

    private JsonNode output(EvaluationScope scope, JsonNode merged) {
        return outputPath == null ? merged : outputPath.evaluate(at(scope, merged));
    }

    private static EvaluationScope at(EvaluationScope scope, JsonNode input) {
        return scope.input() == input ? scope : scope.withInput(input);
    }
}
