package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import moderato.kernel.NearestName;

/**
 * Makes conditions of JSON, in the two dialects that are about: what the SDK writes (In with QueryValue and Values, Not) and what the
 * published schema says (In with Value and In, NotEquals, NotIn).
 */
final class ConditionParser {

    private static final List<String> TYPES = List.of("Equals", "NotEquals", "GreaterThan", "GreaterThanOrEqualTo", "LessThan",
            "LessThanOrEqualTo", "In", "NotIn", "Not", "Or", "And");

    private final Problems problems;
    private final ExpressionParser expressions;

    ConditionParser(Problems problems, ExpressionParser expressions) {
        this.problems = problems;
        this.expressions = expressions;
    }

    List<Condition> parseAll(JsonNode list, String pointer) {
        List<Condition> conditions = new ArrayList<>();
        if (!list.isArray()) {
            problems.error("WRONG_TYPE", pointer, "Conditions must be a list of conditions.");
            return conditions;
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            parse(list.get(i), JsonText.element(pointer, i)).ifPresent(conditions::add);
        }
        return conditions;
    }

    private Optional<Condition> parse(JsonNode json, String pointer) {
        String type = json.path("Type").asText();
        return switch (type) {
            case "In", "NotIn" -> Optional.of(in(json, pointer, type.equals("NotIn")));
            case "Not" -> {
                known(json, pointer, List.of("Type", "Condition"));
                yield parse(json.path("Condition"), JsonText.member(pointer, "Condition")).map(Condition.Not::new);
            }
            case "Or" -> {
                known(json, pointer, List.of("Type", "Conditions"));
                yield Optional.of(new Condition.Or(parseAll(json.path("Conditions"), JsonText.member(pointer, "Conditions"))));
            }
            case "And" -> {
                known(json, pointer, List.of("Type", "Conditions"));
                yield Optional.of(new Condition.And(parseAll(json.path("Conditions"), JsonText.member(pointer, "Conditions"))));
            }
            default -> comparison(json, pointer, type);
        };
    }

    private Optional<Condition> comparison(JsonNode json, String pointer, String type) {
        Optional<Condition.Comparison> comparison = Arrays.stream(Condition.Comparison.values()).filter(one -> one.name().equals(type)).findFirst();
        if (comparison.isEmpty()) {
            String place = json.has("Type") ? JsonText.member(pointer, "Type") : pointer;
            problems.error("UNKNOWN_CONDITION", place, "There is no condition of type '" + type + "'" + NearestName.among(type, TYPES));
            return Optional.empty();
        }
        known(json, pointer, List.of("Type", "LeftValue", "RightValue"));
        return Optional.of(new Condition.Compare(comparison.get(), value(json, pointer, "LeftValue"), value(json, pointer, "RightValue")));
    }

    private Condition in(JsonNode json, String pointer, boolean negated) {
        boolean schema = json.has("In");
        String query = schema ? "Value" : "QueryValue";
        String list = schema ? "In" : "Values";
        known(json, pointer, List.of("Type", query, list));
        List<Expression> values = new ArrayList<>();
        JsonNode given = json.path(list);
        if (!given.isArray()) {
            problems.error("WRONG_TYPE", pointer, "A condition of type In needs " + list + ", a list.");
        }
        for (int i = 0; given.isArray() && i < given.size(); i++) {
            values.add(expressions.parse(given.get(i), JsonText.element(JsonText.member(pointer, list), i)));
        }
        return new Condition.In(value(json, pointer, query), values, negated);
    }

    private Expression value(JsonNode json, String pointer, String member) {
        if (!json.has(member)) {
            problems.error("MISSING_PROPERTY", pointer, "The condition needs " + member + ".");
        }
        return expressions.parse(json.path(member), JsonText.member(pointer, member));
    }

    private void known(JsonNode json, String pointer, List<String> names) {
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member(pointer, name), "A condition of type " + json.path("Type").asText()
                        + " does not know " + name + NearestName.suggestion(name, names));
            }
        });
    }
}
