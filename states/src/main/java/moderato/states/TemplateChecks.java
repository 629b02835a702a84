package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules for documents with expressions in them. */
final class TemplateChecks {

    /** The fields that are evaluated when a state is left. */
    private static final Set<Object> LEAVING = Set.of("Output", "Assign");

    private TemplateChecks() {
    }

    /** Keys ending in {@code .$} hold a path or an intrinsic function; what looks like one elsewhere is worth a warning. */
    static void jsonPath(JsonNode value, DefinitionPath at, Findings findings) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                jsonPath(value.path(i), at.child(i), findings);
            }
        }
        if (!value.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String key = field.getKey();
            JsonNode child = field.getValue();
            if (!key.endsWith(".$")) {
                if (child.isTextual() && looksDynamic(child.textValue())) {
                    findings.warning("NO_DOLLAR", at.child(key), "The value of '%s' looks like an expression; it is one only if the name ends in '.$'"
                            .formatted(key));
                }
                jsonPath(child, at.child(key), findings);
                continue;
            }
            String plain = key.substring(0, key.length() - 2);
            if (value.has(plain)) {
                findings.schema(at, at.child(key), "The field '%s' is given twice, as '%s' and as '%s'".formatted(plain, plain, key), "");
            }
            dynamic(key, child, at, findings);
        }
    }

    private static void dynamic(String key, JsonNode value, DefinitionPath at, Findings findings) {
        if (FieldCheck.isPlaceholder(value)) {
            return;
        }
        String text = value.isTextual() ? value.textValue() : "";
        try {
            if (IntrinsicFunction.looksLikeOne(text)) {
                IntrinsicFunction.compile(text);
            } else {
                JsonPathExpression.compile(text);
            }
        } catch (ExpressionSyntaxException e) {
            String hint = value.isTextual() ? "; " + e.getMessage() : "";
            findings.schema(at, at.child(key),
                    "The value for the field '%s' must be a valid JSONPath or a valid intrinsic function call".formatted(key), hint);
        }
    }

    /** Whether a text would be a path or a call in a place that takes one. */
    static boolean looksDynamic(String text) {
        if (!text.startsWith("$.") && !text.startsWith("$$.") && !text.startsWith("States.")) {
            return false;
        }
        try {
            if (text.startsWith("States.")) {
                IntrinsicFunction.compile(text);
            } else {
                JsonPathExpression.compile(text);
            }
            return true;
        } catch (ExpressionSyntaxException e) {
            return false;
        }
    }

    /** Strings between the delimiters are parsed; those with one delimiter only are mistakes. */
    static void jsonata(JsonNode value, DefinitionPath at, Findings findings) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                jsonata(value.path(i), at.child(i), findings);
            }
        } else if (value.isObject()) {
            value.properties().forEach(field -> jsonata(field.getValue(), at.child(field.getKey()), findings));
        } else if (value.isTextual()) {
            expression(value.textValue(), at, findings);
        }
    }

    private static void expression(String text, DefinitionPath at, Findings findings) {
        if (JsonataExpression.isOne(text)) {
            try {
                String source = JsonataExpression.compile(text, at.location()).source();
                JsonataReferences.problems(source, absent(at)).forEach(problem -> findings.error("UNSUPPORTED_JSONATA_EXPRESSION", at, problem, ""));
            } catch (ExpressionSyntaxException e) {
                findings.error("INVALID_JSONATA_EXPRESSION", at, String.valueOf(e.getMessage()), "");
            }
        } else if (text.startsWith("{%") || text.endsWith("%}")) {
            findings.schema(at, "JSONata string must start with {% and end with %}");
        }
    }

    /** The fields of {@code $states} that an expression cannot see at a place. */
    private static Set<String> absent(DefinitionPath at) {
        List<Object> steps = at.steps();
        int state = steps.lastIndexOf("States") + 2;
        List<Object> inside = state <= 1 ? steps : steps.subList(Math.min(state, steps.size()), steps.size());
        Object field = inside.isEmpty() ? "" : inside.getFirst();
        if (field.equals("Catch")) {
            return inside.size() > 2 && LEAVING.contains(inside.get(2)) ? Set.of("result") : Set.of("result", "errorOutput");
        }
        return LEAVING.contains(field) ? Set.of("errorOutput") : Set.of("result", "errorOutput");
    }
}
