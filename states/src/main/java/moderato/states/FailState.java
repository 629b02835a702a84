package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A Fail: ends its branch with an error of the definition's own.
 *
 * @param error the error's name
 * @param cause a text for people
 */
record FailState(StateHead head, Optional<ValueField> error, Optional<ValueField> cause) implements State {

    static FailState read(StateHead head, StateReader reader) {
        return new FailState(head, reader.value("Error"), reader.value("Cause"));
    }

    @Override
    public void begin(Frame frame) {
        EvaluationScope scope = frame.scope();
        frame.giveUp(Failure.of(text(error, scope), text(cause, scope)));
    }

    private static Optional<String> text(Optional<ValueField> field, EvaluationScope scope) {
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (field.get().form() instanceof ValueField.Form.Path path && path.path().find(scope).isMissingNode()) {
            throw path.path().notFound(field.get().name(), scope);
        }
        JsonNode value = field.get().evaluate(scope, JsonataExpression.Kind.STRING);
        if (!value.isTextual()) {
            throw StatesErrorException.runtime("The %s field refers to value %s which is not a string: %s".formatted(field.get().name(),
                    value, field.get().source()));
        }
        return Optional.of(value.textValue());
    }
}
