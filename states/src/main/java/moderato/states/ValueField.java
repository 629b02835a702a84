package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A field that holds a value, or says where it is to be found: {@code Seconds}, {@code SecondsPath}, or {@code Seconds} with JSONata.
 *
 * @param name the field's name, with {@code Path} where it has that form
 * @param source the text of its path or expression; empty for a value
 */
record ValueField(String name, String source, Form form) {

    /** What the field holds. */
    sealed interface Form {
        /** A value. */
        record Value(JsonNode value) implements Form {
        }

        /** A path. */
        record Path(JsonPathExpression path) implements Form {
        }

        /** A call of an intrinsic function. */
        record Call(IntrinsicFunction function) implements Form {
        }

        /** A JSONata expression. */
        record Query(JsonataExpression expression) implements Form {
        }
    }

    /** Whether it is the Path form of a field. */
    boolean isPath() {
        return form instanceof Form.Path || form instanceof Form.Call;
    }

    /** The value; empty when the path finds nothing. */
    Optional<JsonNode> find(EvaluationScope scope, JsonataExpression.Kind kind) {
        return switch (form) {
            case Form.Value value -> Optional.of(value.value());
            case Form.Path path -> Optional.of(path.path().find(scope)).filter(found -> !found.isMissingNode());
            case Form.Call call -> Optional.of(call.function().evaluate(scope));
            case Form.Query query -> Optional.of(query.expression().evaluate(scope, kind));
        };
    }

    /**
     * The value.
     *
     * @throws StatesErrorException when there is none
     */
    JsonNode evaluate(EvaluationScope scope, JsonataExpression.Kind kind) {
        return form instanceof Form.Path path ? path.path().evaluate(scope) : find(scope, kind).orElseThrow();
    }

    /**
     * The value as a whole number; text that reads as one is taken.
     *
     * @throws StatesErrorException when it is none
     */
    long integer(EvaluationScope scope) {
        JsonNode value = evaluate(scope, JsonataExpression.Kind.NUMBER);
        OptionalDouble number = number(value);
        if (number.isEmpty() || number.getAsDouble() != Math.rint(number.getAsDouble())) {
            throw invalid(value, "integer");
        }
        return (long) number.getAsDouble();
    }

    /**
     * The value as a number; text that reads as one is taken.
     *
     * @throws StatesErrorException when it is none
     */
    double decimal(EvaluationScope scope) {
        JsonNode value = evaluate(scope, JsonataExpression.Kind.NUMBER);
        return number(value).orElseThrow(() -> invalid(value, "float"));
    }

    private static OptionalDouble number(JsonNode value) {
        if (!value.isNumber() && !value.isTextual()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(new BigDecimal(value.asText()).doubleValue());
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private StatesErrorException invalid(JsonNode value, String wanted) {
        if (form instanceof Form.Query) {
            return StatesErrorException.queryEvaluation("The %s field refers to value \"%s\" which is not a valid %s".formatted(name,
                    value.isTextual() ? value.textValue() : value.toString(), wanted));
        }
        return StatesErrorException.runtime("The %s field refers to value \"%s\" which is not a valid %s: %s".formatted(name,
                value.isTextual() ? value.textValue() : value.toString(), wanted, source));
    }
}
