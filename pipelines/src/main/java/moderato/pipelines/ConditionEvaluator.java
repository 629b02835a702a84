package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Whether conditions hold.
 *
 * <p>Numbers compare as numbers, texts letter by letter and never as numbers. Comparing a text with a number is a mistake in the
 * definition, and fails the step.
 */
final class ConditionEvaluator {

    private final Values values;

    ConditionEvaluator(Values values) {
        this.values = values;
    }

    boolean all(List<Condition> conditions) {
        return conditions.stream().allMatch(this::holds);
    }

    private boolean holds(Condition condition) {
        return switch (condition) {
            case Condition.Compare(Condition.Comparison comparison, Expression left, Expression right) -> compare(comparison, values.of(left),
                    values.of(right));
            case Condition.In(Expression query, List<Expression> list, boolean negated) -> {
                JsonNode value = values.of(query);
                yield negated != list.stream().anyMatch(one -> same(value, values.of(one)));
            }
            case Condition.Not(Condition inner) -> !holds(inner);
            case Condition.Or(List<Condition> conditions) -> conditions.stream().anyMatch(this::holds);
            case Condition.And(List<Condition> conditions) -> conditions.stream().allMatch(this::holds);
        };
    }

    private static boolean compare(Condition.Comparison comparison, JsonNode left, JsonNode right) {
        return switch (comparison) {
            case Equals -> equal(left, right);
            case NotEquals -> !equal(left, right);
            case GreaterThan -> order(left, right) > 0;
            case GreaterThanOrEqualTo -> order(left, right) >= 0;
            case LessThan -> order(left, right) < 0;
            case LessThanOrEqualTo -> order(left, right) <= 0;
        };
    }

    private static boolean equal(JsonNode left, JsonNode right) {
        boolean comparable = left.isNumber() && right.isNumber() || left.isTextual() && right.isTextual() || left.isBoolean() && right.isBoolean();
        if (!comparable) {
            throw new EvaluationException("A condition compares " + left + " with " + right + ", which are of different types.");
        }
        return same(left, right);
    }

    private static boolean same(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        return left.equals(right);
    }

    private static int order(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        if (left.isTextual() && right.isTextual()) {
            return left.asText().compareTo(right.asText());
        }
        throw new EvaluationException("A condition orders " + left + " and " + right + "; both must be numbers, or both texts.");
    }
}
