package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How data passes through a state of JSONata: Arguments, Output, Assign. */
final class JsonataFlow implements DataFlow {

    private final @Nullable PayloadTemplate arguments;
    private final @Nullable PayloadTemplate output;
    private final @Nullable PayloadTemplate assign;

    JsonataFlow(Optional<PayloadTemplate> arguments, Optional<PayloadTemplate> output, Optional<PayloadTemplate> assign) {
        this.arguments = arguments.orElse(null);
        this.output = output.orElse(null);
        this.assign = assign.orElse(null);
    }

    @Override
    public boolean isJsonata() {
        return true;
    }

    @Override
    public JsonNode input(EvaluationScope scope) {
        return scope.input();
    }

    @Override
    public JsonNode arguments(EvaluationScope scope, JsonNode effective) {
        return arguments == null ? effective : arguments.evaluate(scope);
    }

    @Override
    public Result leave(EvaluationScope scope, JsonNode result) {
        return finish(scope.withResult(result), result);
    }

    @Override
    public Result pass(EvaluationScope scope) {
        return finish(scope, scope.input());
    }

    @Override
    public Result caught(EvaluationScope scope, JsonNode errorOutput) {
        return finish(scope.withErrorOutput(errorOutput), errorOutput);
    }

    private Result finish(EvaluationScope scope, JsonNode otherwise) {
        JsonNode made = output == null ? otherwise : output.evaluate(scope);
        return new Result(made, Variables.assigned(assign, scope, scope.input()));
    }
}
