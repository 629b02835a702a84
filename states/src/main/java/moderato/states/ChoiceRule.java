package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The condition of a Choice state's rule. */
public sealed interface ChoiceRule {

    /** Deeper nesting of And, Or and Not is refused. */
    int DEEPEST = 50;

    /** All of the rules. */
    record And(List<ChoiceRule> rules) implements ChoiceRule {
        public And {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean holds(EvaluationScope scope) {
            for (ChoiceRule rule : rules) {
                if (!rule.holds(scope)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one of the rules. */
    record Or(List<ChoiceRule> rules) implements ChoiceRule {
        public Or {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean holds(EvaluationScope scope) {
            for (ChoiceRule rule : rules) {
                if (rule.holds(scope)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The opposite of a rule. */
    record Not(ChoiceRule rule) implements ChoiceRule {
        @Override
        public boolean holds(EvaluationScope scope) {
            return !rule.holds(scope);
        }
    }

    /** A variable compared with a value of the definition. */
    record Comparison(JsonPathExpression variable, ChoiceOperator operator, JsonNode operand) implements ChoiceRule {
        @Override
        public boolean holds(EvaluationScope scope) {
            JsonNode value = variable.find(scope);
            return operator.test(operator == ChoiceOperator.IS_PRESENT ? value : present(value, variable), operand);
        }
    }

    /** A variable compared with what a path finds. */
    record PathComparison(JsonPathExpression variable, ChoiceOperator operator, JsonPathExpression operand) implements ChoiceRule {
        @Override
        public boolean holds(EvaluationScope scope) {
            JsonNode value = present(variable.find(scope), variable);
            return operator.test(value, present(operand.find(scope), operand));
        }
    }

    /** A JSONata expression. */
    record Condition(JsonataExpression expression) implements ChoiceRule {
        @Override
        public boolean holds(EvaluationScope scope) {
            return expression.evaluate(scope, JsonataExpression.Kind.BOOLEAN).booleanValue();
        }
    }

    /** A condition that is written out: true or false. */
    record Fixed(boolean value) implements ChoiceRule {
        @Override
        public boolean holds(EvaluationScope scope) {
            return value;
        }
    }

    /**
     * Whether the rule is met.
     *
     * @throws StatesErrorException when a path finds nothing or a condition has no truth value
     */
    boolean holds(EvaluationScope scope);

    /**
     * Reads a JSONPath rule; Next, Assign and Comment of it are the state's business.
     *
     * @throws ExpressionSyntaxException when it is none
     */
    static ChoiceRule jsonPath(JsonNode rule) {
        return jsonPath(rule, 0);
    }

    private static ChoiceRule jsonPath(JsonNode rule, int depth) {
        if (depth > DEEPEST) {
            throw new ExpressionSyntaxException("A Choice rule may be nested %d deep".formatted(DEEPEST));
        }
        if (rule.has("And")) {
            return new And(all(rule.path("And"), depth));
        }
        if (rule.has("Or")) {
            return new Or(all(rule.path("Or"), depth));
        }
        if (rule.has("Not")) {
            return new Not(jsonPath(rule.path("Not"), depth + 1));
        }
        JsonPathExpression variable = JsonPathExpression.compile(rule.path("Variable").asText());
        for (Map.Entry<String, JsonNode> field : rule.properties()) {
            ChoiceOperator.Use use = ChoiceOperator.named(field.getKey()).orElse(null);
            if (use != null) {
                return use.path() ? new PathComparison(variable, use.operator(), JsonPathExpression.compile(field.getValue().asText()))
                        : new Comparison(variable, use.operator(), field.getValue());
            }
        }
        throw new ExpressionSyntaxException("A Choice rule needs a comparison operator");
    }

    private static List<ChoiceRule> all(JsonNode rules, int depth) {
        List<ChoiceRule> all = new ArrayList<>();
        rules.forEach(rule -> all.add(jsonPath(rule, depth + 1)));
        return all;
    }

    /**
     * Reads a JSONata rule's {@code Condition}.
     *
     * @param location the field, as errors name it: {@code Choices[0]/Condition}
     */
    static ChoiceRule jsonata(JsonNode condition, String location) {
        return condition.isBoolean() ? new Fixed(condition.booleanValue())
                : new Condition(JsonataExpression.compile(condition.asText(), location));
    }

    private static JsonNode present(JsonNode value, JsonPathExpression path) {
        if (value.isMissingNode()) {
            throw StatesErrorException.runtime("Invalid path '%s': The choice state's condition path references an invalid value."
                    .formatted(path.source()));
        }
        return value;
    }
}
