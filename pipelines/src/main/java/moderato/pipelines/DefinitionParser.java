package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.NearestName;

/** Makes a pipeline of a definition's JSON; what is wrong goes to the problems, and parsing goes on behind it. */
final class DefinitionParser {

    static final int LONGEST_TEXT = 1_048_576;
    static final String VERSION = "2020-12-01";

    private static final List<String> TOP_MEMBERS = List.of("Version", "Metadata", "Parameters", "PipelineExperimentConfig", "MlflowConfig", "Steps");
    private static final List<String> PARAMETER_MEMBERS = List.of("Name", "Type", "DefaultValue", "EnumValues", "Description");
    private static final List<String> PARAMETER_TYPES = Arrays.stream(Parameter.Type.values()).map(Enum::name).toList();

    private final Problems problems;
    private final ExpressionParser expressions;

    DefinitionParser(Problems problems) {
        this.problems = problems;
        this.expressions = new ExpressionParser(problems);
    }

    /** Every reference parsed so far. */
    List<ExpressionParser.Located> references() {
        return expressions.references();
    }

    PipelineDefinition parse(JsonNode json) {
        if (!json.isObject()) {
            problems.error("WRONG_TYPE", "", "A pipeline definition is a JSON object with Steps.");
            return new PipelineDefinition(Map.of(), Optional.empty(), Map.of());
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!TOP_MEMBERS.contains(name)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member("", name), "A pipeline definition does not know " + name + NearestName.suggestion(name, TOP_MEMBERS));
            }
        });
        if (json.hasNonNull("Version") && !json.get("Version").asText().equals(VERSION)) {
            problems.error("INVALID_VERSION", "/Version", "The only version is " + VERSION + ", not " + json.get("Version").asText() + ".");
        }
        metadata(json.path("Metadata"));
        Map<String, Parameter> parameters = parameters(json.path("Parameters"));
        Optional<PipelineDefinition.Experiment> experiment = Optional.of(json.path("PipelineExperimentConfig")).filter(JsonNode::isObject)
                .map(config -> new PipelineDefinition.Experiment(expressions.parse(config.path("ExperimentName"), "/PipelineExperimentConfig/ExperimentName"),
                        expressions.parse(config.path("TrialName"), "/PipelineExperimentConfig/TrialName")));
        StepParser steps = new StepParser(problems, expressions);
        steps.parseAll(json.path("Steps"), "/Steps", Optional.empty());
        if (!json.path("Steps").isArray() || json.path("Steps").isEmpty()) {
            problems.error("MISSING_PROPERTY", json.has("Steps") ? "/Steps" : "", "A pipeline needs Steps, a list of at least one step.");
        }
        return new PipelineDefinition(parameters, experiment, steps.steps());
    }

    private void metadata(JsonNode metadata) {
        metadata.properties().forEach(entry -> {
            if (!entry.getKey().matches("[A-Za-z0-9_-]{1,128}") || !entry.getValue().isTextual() || entry.getValue().asText().length() > 1024) {
                problems.error("OUT_OF_RANGE", JsonText.member("/Metadata", entry.getKey()),
                        "Metadata names have 1 to 128 letters, digits, - or _, and values are texts of at most 1024 characters.");
            }
        });
    }

    private Map<String, Parameter> parameters(JsonNode list) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            problems.error("WRONG_TYPE", "/Parameters", "Parameters must be a list.");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            String pointer = JsonText.element("/Parameters", i);
            parameter(list.get(i), pointer).ifPresent(parameter -> {
                if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
                    problems.error("DUPLICATE_PARAMETER", pointer, "There are two parameters named " + parameter.name() + ".");
                }
            });
        }
        return parameters;
    }

    private Optional<Parameter> parameter(JsonNode json, String pointer) {
        String name = json.path("Name").asText();
        if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
            problems.error("INVALID_NAME", pointer, "A parameter needs a Name of 1 to 256 letters, digits, - or _, not '" + name + "'.");
            return Optional.empty();
        }
        json.fieldNames().forEachRemaining(member -> {
            if (!PARAMETER_MEMBERS.contains(member)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member(pointer, member), "Parameter " + name + " has an unknown member " + member
                        + NearestName.suggestion(member, PARAMETER_MEMBERS));
            }
        });
        String typeName = json.hasNonNull("Type") ? json.get("Type").asText() : "String";
        if (!PARAMETER_TYPES.contains(typeName)) {
            problems.error("WRONG_TYPE", JsonText.member(pointer, "Type"), "Parameter " + name + " has the unknown type " + typeName
                    + NearestName.suggestion(typeName, PARAMETER_TYPES));
            return Optional.of(new Parameter(name, Parameter.Type.String, Optional.empty(), List.of()));
        }
        Parameter.Type type = Parameter.Type.valueOf(typeName);
        List<JsonNode> allowed = new ArrayList<>();
        json.path("EnumValues").forEach(allowed::add);
        Optional<JsonNode> defaultValue = json.hasNonNull("DefaultValue") ? Optional.of(json.get("DefaultValue")) : Optional.empty();
        String place = JsonText.member(pointer, "DefaultValue");
        defaultValue.ifPresent(value -> checkDefault(name, type, value, allowed, place));
        return Optional.of(new Parameter(name, type, defaultValue.filter(type::holds), allowed));
    }

    private void checkDefault(String name, Parameter.Type type, JsonNode value, List<JsonNode> allowed, String pointer) {
        Set<String> texts = new HashSet<>();
        allowed.forEach(one -> texts.add(one.asText()));
        if (!type.holds(value)) {
            problems.error("WRONG_TYPE", pointer, "Parameter " + name + " is of type " + type + ", but its default is " + value + ".");
        } else if (!allowed.isEmpty() && !texts.contains(value.asText())) {
            problems.error("INVALID_VALUE", pointer, "The default of parameter " + name + " is " + value + ", which is none of its EnumValues"
                    + NearestName.suggestion(value.asText(), texts));
        } else if (value.isTextual() && value.asText().length() > 4096) {
            problems.error("OUT_OF_RANGE", pointer, "The default of parameter " + name + " has more than 4096 characters.");
        }
    }
}
