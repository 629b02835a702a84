package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.NearestName;

/** Makes expressions of JSON values; what is wrong in them goes to the problems, and a literal stands in for it. */
final class ExpressionParser {

    private static final List<String> ROOTS = List.of("Parameters", "Execution", "PipelineExperimentConfig", "Steps", "ForEach");
    private static final List<String> FUNCTIONS = List.of("Get", "Std:Join", "Std:JsonGet");

    /** A reference with its place in the definition. */
    record Located(Expression expression, String pointer) {
    }

    private final Problems problems;
    private final List<Located> references = new ArrayList<>();

    ExpressionParser(Problems problems) {
        this.problems = problems;
    }

    /** Every reference parsed so far. */
    List<Located> references() {
        return references;
    }

    Expression parse(JsonNode json, String pointer) {
        if (json.isArray()) {
            return new Expression.ListOf(elements(json, pointer));
        }
        if (!json.isObject()) {
            return new Expression.Literal(json);
        }
        Optional<String> function = json.size() == 1 ? Optional.of(json.fieldNames().next()).filter(ExpressionParser::isFunction) : Optional.empty();
        if (function.isPresent()) {
            Expression expression = call(function.get(), json, pointer);
            references.add(new Located(expression, pointer));
            return expression;
        }
        Map<String, Expression> members = new LinkedHashMap<>();
        json.properties().forEach(member -> {
            String place = JsonText.member(pointer, member.getKey());
            if (member.getKey().startsWith("Std:")) {
                problems.error("UNKNOWN_PROPERTY", place, "A function stands alone in its object, but " + member.getKey() + " has other members beside it.");
            } else if (!member.getValue().isNull()) {
                members.put(member.getKey(), parse(member.getValue(), place));
            }
        });
        return new Expression.ObjectOf(members);
    }

    private static boolean isFunction(String name) {
        return name.equals("Get") || name.startsWith("Std:");
    }

    private Expression call(String function, JsonNode json, String pointer) {
        JsonNode argument = json.get(function);
        String place = JsonText.member(pointer, function);
        return switch (function) {
            case "Get" -> argument.isTextual() ? get(argument.asText(), place) : wrong(json, place, "WRONG_TYPE", "Get takes a text such as Parameters.Name.");
            case "Std:Join" -> join(argument, place);
            case "Std:JsonGet" -> jsonGet(argument, place);
            default -> wrong(json, place, "UNKNOWN_FUNCTION", "There is no function " + function + NearestName.among(function, FUNCTIONS));
        };
    }

    private Expression join(JsonNode argument, String pointer) {
        noOthers(argument, pointer, List.of("On", "Values"), "Std:Join");
        JsonNode values = argument.path("Values");
        if (!values.isArray()) {
            return wrong(argument, pointer, "WRONG_TYPE", "Std:Join needs Values, a list.");
        }
        Expression on = argument.has("On") ? parse(argument.get("On"), JsonText.member(pointer, "On"))
                : new Expression.Literal(JsonText.JSON.getNodeFactory().textNode(""));
        return new Expression.Join(on, elements(values, JsonText.member(pointer, "Values")));
    }

    private Expression jsonGet(JsonNode argument, String pointer) {
        noOthers(argument, pointer, List.of("PropertyFile", "S3Uri", "Path"), "Std:JsonGet");
        JsonNode path = argument.path("Path");
        if (!path.isTextual()) {
            return wrong(argument, pointer, "WRONG_TYPE", "Std:JsonGet needs Path, a plain text: it cannot be an expression.");
        }
        if (Accessor.parse(path.asText()).isEmpty()) {
            return wrong(argument, JsonText.member(pointer, "Path"), "INVALID_PATH", "'" + path.asText() + "' is no path; write it like a.b[0]['key'].");
        }
        if (argument.has("S3Uri") == argument.has("PropertyFile")) {
            return wrong(argument, pointer, "WRONG_TYPE", "Std:JsonGet needs either PropertyFile or S3Uri.");
        }
        if (argument.has("S3Uri")) {
            return new Expression.ObjectGet(parse(argument.get("S3Uri"), JsonText.member(pointer, "S3Uri")), path.asText());
        }
        String get = argument.get("PropertyFile").path("Get").asText();
        String[] parts = get.split("\\.", 4);
        if (parts.length != 4 || !parts[0].equals("Steps") || !parts[2].equals("PropertyFiles")) {
            return wrong(argument, JsonText.member(pointer, "PropertyFile"), "INVALID_REFERENCE",
                    "PropertyFile must be {\"Get\": \"Steps.<step>.PropertyFiles.<file>\"}, not " + argument.get("PropertyFile") + ".");
        }
        return new Expression.PropertyFileGet(parts[1], parts[3], path.asText());
    }

    private Expression get(String text, String pointer) {
        int dot = text.indexOf('.');
        String root = dot < 0 ? text : text.substring(0, dot);
        String rest = dot < 0 ? "" : text.substring(dot + 1);
        Expression none = new Expression.Literal(JsonText.JSON.getNodeFactory().textNode(text));
        switch (root) {
            case "Parameters" -> {
                return new Expression.ParameterValue(rest);
            }
            case "Execution" -> {
                Optional<ExecutionVariable> variable = ExecutionVariable.of(rest);
                if (variable.isPresent()) {
                    return new Expression.ExecutionValue(variable.get());
                }
                problems.error("UNKNOWN_VARIABLE", pointer, "There is no Execution." + rest + NearestName.among(rest, ExecutionVariable.names()));
                return none;
            }
            case "PipelineExperimentConfig" -> {
                if (!rest.equals("ExperimentName") && !rest.equals("TrialName")) {
                    problems.error("UNKNOWN_VARIABLE", pointer, "PipelineExperimentConfig has ExperimentName and TrialName, not " + rest + ".");
                }
                return new Expression.ExperimentValue(rest);
            }
            case "Steps" -> {
                int end = rest.indexOf('.');
                String step = end < 0 ? rest : rest.substring(0, end);
                Optional<List<Accessor>> path = Accessor.parse(end < 0 ? "" : rest.substring(end + 1));
                if (path.isEmpty()) {
                    problems.error("INVALID_PATH", pointer, "'" + text + "' is no path; write it like Steps.Name.Member[0]['key'].");
                }
                return new Expression.StepProperty(step, path.orElse(List.of()), text);
            }
            case "ForEach" -> {
                Optional<List<Accessor>> path = Accessor.parse(rest);
                if (path.isEmpty() || path.get().isEmpty() || !path.get().getFirst().equals(new Accessor.Member("CurrentItem"))) {
                    problems.error("INVALID_REFERENCE", pointer, "Inside a ForEach write ForEach.CurrentItem, or a path from it, not " + text + ".");
                    return none;
                }
                return new Expression.CurrentItem(path.get().subList(1, path.get().size()), text);
            }
            default -> {
                problems.error("INVALID_REFERENCE", pointer, "Get cannot find '" + text + "': it begins with one of " + String.join(", ", ROOTS)
                        + NearestName.suggestion(root, ROOTS));
                return none;
            }
        }
    }

    private List<Expression> elements(JsonNode list, String pointer) {
        List<Expression> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(parse(list.get(i), JsonText.element(pointer, i)));
        }
        return elements;
    }

    private void noOthers(JsonNode object, String pointer, List<String> known, String owner) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member(pointer, name), owner + " does not know " + name + NearestName.suggestion(name, known));
            }
        });
    }

    private Expression wrong(JsonNode json, String pointer, String code, String message) {
        problems.error(code, pointer, message);
        return new Expression.Literal(json);
    }
}
