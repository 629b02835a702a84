package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import moderato.kernel.NearestName;
import moderato.states.FieldCheck.Setting;

/** The rules for the rules of a Choice. */
final class ChoiceChecks {

    private static final String[] SELECTORS = { "And", "Or", "Not", "Variable", "Condition" };
    private static final Set<String> AT_TOP = Set.of("Next", "Assign", "Output", "Comment");

    private ChoiceChecks() {
    }

    static void choices(JsonNode value, DefinitionPath at, Setting setting) {
        if (!value.isArray()) {
            setting.findings().schema(at, "Expected value of type Array");
            return;
        }
        if (value.isEmpty()) {
            setting.findings().schema(at, "Value cannot be empty");
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode rule = value.path(i);
            DefinitionPath place = at.child(i);
            if (!rule.isObject()) {
                setting.findings().schema(place, "Expected value of type Object");
                continue;
            }
            setting.findings().required(rule, place, "Next");
            top(rule, place, setting);
            if (setting.jsonata()) {
                condition(rule, place, setting);
            } else {
                rule(rule, place, setting, AT_TOP, 0);
            }
        }
    }

    private static void top(JsonNode rule, DefinitionPath at, Setting setting) {
        if (rule.has("Next")) {
            FieldCheck.STRING.check(rule.path("Next"), at.child("Next"), setting);
        }
        if (rule.has("Assign")) {
            FieldCheck.ASSIGN.check(rule.path("Assign"), at.child("Assign"), setting);
        }
        if (rule.has("Output")) {
            ObjectChecks.field(StateFields.jsonata("Output", FieldCheck.TEMPLATE), rule.path("Output"), at, setting);
        }
    }

    private static void condition(JsonNode rule, DefinitionPath at, Setting setting) {
        Set<String> known = new TreeSet<>(AT_TOP);
        known.add("Condition");
        for (String name : (Iterable<String>) rule::fieldNames) {
            if (name.equals("Variable") || ChoiceOperator.named(name).isPresent() || name.equals("And") || name.equals("Or")
                    || name.equals("Not")) {
                ObjectChecks.field(StateFields.jsonPath(name, FieldCheck.ANY), rule.path(name), at, setting);
            } else if (!known.contains(name)) {
                setting.findings().schema(at, at.child(name), "Field '%s' is not supported".formatted(name),
                        NearestName.suggestion(name, known));
            }
        }
        JsonNode condition = rule.path("Condition");
        if (condition.isMissingNode()) {
            setting.findings().required(rule, at, "Condition");
        } else if (!condition.isBoolean() && !(condition.isTextual() && JsonataExpression.isOne(condition.textValue()))
                && !FieldCheck.isPlaceholder(condition)) {
            setting.findings().schema(at.child("Condition"), "JSONata string must start with {% and end with %}");
        } else {
            TemplateChecks.jsonata(condition, at.child("Condition"), setting.findings());
        }
    }

    private static void rule(JsonNode rule, DefinitionPath at, Setting setting, Set<String> beside, int depth) {
        if (depth > ChoiceRule.DEEPEST) {
            setting.findings().error("TOO_DEEPLY_NESTED", at, "A Choice rule may be nested %d deep".formatted(ChoiceRule.DEEPEST), "");
            return;
        }
        if (!rule.isObject()) {
            setting.findings().schema(at, "Expected value of type Object");
            return;
        }
        List<String> selected = new ArrayList<>();
        for (String selector : SELECTORS) {
            if (rule.has(selector)) {
                selected.add(selector);
            }
        }
        if (rule.has("Condition")) {
            ObjectChecks.field(StateFields.jsonata("Condition", FieldCheck.ANY), rule.path("Condition"), at, setting);
        }
        if (selected.size() != 1) {
            setting.findings().schema(at,
                    "The object must have only one of the following fields, [%s]".formatted(String.join(", ", SELECTORS)));
            return;
        }
        unknown(rule, at, setting, beside, selected.getFirst());
        switch (selected.getFirst()) {
            case "And", "Or" -> all(rule.path(selected.getFirst()), at.child(selected.getFirst()), setting, depth);
            case "Not" -> rule(rule.path("Not"), at.child("Not"), setting, Set.of("Comment"), depth + 1);
            case "Variable" -> comparison(rule, at, setting);
            default -> {
                // Condition was reported above: it belongs to the other query language.
            }
        }
    }

    private static void unknown(JsonNode rule, DefinitionPath at, Setting setting, Set<String> beside, String selector) {
        Set<String> known = new TreeSet<>(beside);
        known.add(selector);
        if (selector.equals("Variable")) {
            known.addAll(ChoiceOperator.names());
        }
        setting.findings().unknownFields(rule, at, known);
    }

    private static void all(JsonNode rules, DefinitionPath at, Setting setting, int depth) {
        if (!rules.isArray()) {
            setting.findings().schema(at, "Expected value of type Array");
            return;
        }
        if (rules.isEmpty()) {
            setting.findings().schema(at, "Value cannot be empty");
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.path(i), at.child(i), setting, Set.of("Comment"), depth + 1);
        }
    }

    private static void comparison(JsonNode rule, DefinitionPath at, Setting setting) {
        FieldCheck.PATH.check(rule.path("Variable"), at.child("Variable"), setting);
        List<String> operators = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : rule.properties()) {
            ChoiceOperator.named(field.getKey()).ifPresent(use -> {
                operators.add(field.getKey());
                operand(use, field.getValue(), at.child(field.getKey()), setting);
            });
        }
        if (operators.size() > 1) {
            setting.findings().schema(at, "There should only be one of the following fields: [%s]".formatted(String.join(", ", operators)));
        } else if (operators.isEmpty()) {
            setting.findings().schema(at, "This object should have only one of the following fields: [%s]"
                    .formatted(String.join(", ", ChoiceOperator.names())));
        }
    }

    private static void operand(ChoiceOperator.Use use, JsonNode operand, DefinitionPath at, Setting setting) {
        if (use.path()) {
            FieldCheck.PATH.check(operand, at, setting);
        } else if (!use.operator().kind().takes(operand) && !FieldCheck.isPlaceholder(operand)) {
            setting.findings().schema(at, switch (use.operator().kind()) {
                case STRING, PATTERN -> "Expected value of type String";
                case NUMBER -> "Expected value of type Number";
                case BOOLEAN, TEST -> "Expected value of type Boolean";
                case TIMESTAMP -> "String does not match RFC3339 timestamp";
            });
        }
    }
}
