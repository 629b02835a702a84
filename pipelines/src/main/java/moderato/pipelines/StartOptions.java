package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.NearestName;

/**
 * How an execution is to run, read from its input.
 *
 * @param parameters the value of every parameter
 * @param parallel how many steps may run at once
 * @param selected the steps that alone are to run; empty: all
 * @param reference the execution that the other steps are taken from
 * @param startIndependent whether steps that do not depend on a failed one still start
 * @param problems what is wrong with the input; empty when it can run
 */
record StartOptions(Map<String, JsonNode> parameters, int parallel, Set<String> selected, Optional<String> reference, CacheMode cache,
        boolean startIndependent, List<String> problems) {

    private static final String PARALLELISM = "ParallelismConfiguration";

    /** What the key of a cached step is made of. */
    enum CacheMode {
        SERVICE, CONTENT, OFF;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static StartOptions of(Plan plan, JsonNode input) {
        List<String> problems = new ArrayList<>();
        Map<String, JsonNode> parameters = parameters(plan, input.path("PipelineParameters"), problems);
        JsonNode limit = input.path(PARALLELISM).path("MaxParallelExecutionSteps");
        if (!limit.isMissingNode() && (!limit.isInt() || limit.asInt() < 1)) {
            problems.add("MaxParallelExecutionSteps must be a whole number from 1 up, not " + limit + ".");
        }
        Set<String> selected = new LinkedHashSet<>();
        input.path("SelectiveExecutionConfig").path("SelectedSteps").forEach(step -> selected.add(step.path("StepName").asText()));
        Optional<String> reference = Optional.of(input.path("SelectiveExecutionConfig").path("SourcePipelineExecutionArn").asText()).filter(arn -> !arn.isEmpty());
        if (!selected.isEmpty()) {
            problems.addAll(Selection.problems(plan, selected, reference));
        }
        String cache = input.path("Cache").asText("service");
        Optional<CacheMode> mode = Arrays.stream(CacheMode.values()).filter(one -> one.wire().equals(cache)).findFirst();
        if (mode.isEmpty()) {
            problems.add("Cache is service, content or off, not '" + cache + "'.");
        }
        return new StartOptions(parameters, limit.asInt(Integer.MAX_VALUE), selected, reference, mode.orElse(CacheMode.SERVICE),
                input.path("AfterFailure").asText().equals("start-independent"), problems);
    }

    /** The input of an execution whose retry brings a parallelism of its own: nothing else can be different. */
    static JsonNode retried(JsonNode input, JsonNode retry) {
        ObjectNode changed = input.deepCopy();
        return retry.has(PARALLELISM) ? changed.set(PARALLELISM, retry.get(PARALLELISM)) : changed;
    }

    private static Map<String, JsonNode> parameters(Plan plan, JsonNode given, List<String> problems) {
        Map<String, Parameter> declared = new LinkedHashMap<>(plan.definition().parameters());
        if (plan.toy()) {
            undeclared(plan).forEach(name -> declared.putIfAbsent(name, new Parameter(name, Parameter.Type.String, Optional.empty(), List.of())));
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        declared.values().forEach(parameter -> parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), value)));
        for (JsonNode one : given) {
            String name = one.path("Name").asText();
            String text = one.path("Value").asText();
            Parameter parameter = declared.get(name);
            if (parameter == null) {
                problems.add("The pipeline has no parameter " + name + NearestName.suggestion(name, declared.keySet()));
                continue;
            }
            Optional<JsonNode> value = parameter.coerce(text);
            if (text.isEmpty()) {
                problems.add("Parameter " + name + " is given an empty text; string \"\" is too short (length: 0, required minimum: 1).");
            } else if (text.length() > 1024) {
                problems.add("Parameter " + name + " has " + text.length() + " characters; at most 1024 are allowed.");
            } else if (value.isEmpty()) {
                problems.add("Parameter " + name + " is of type " + parameter.type() + ", and '" + text + "' is not.");
            } else if (!parameter.allowed().isEmpty() && parameter.allowed().stream().noneMatch(one2 -> one2.asText().equals(text))) {
                List<String> allowed = parameter.allowed().stream().map(JsonNode::asText).toList();
                problems.add("Parameter " + name + " is '" + text + "', but must be one of " + String.join(", ", allowed) + NearestName.suggestion(text, allowed));
            }
            values.put(name, value.orElse(JsonNodeFactory.instance.textNode(text)));
        }
        for (String name : declared.keySet()) {
            if (!values.containsKey(name)) {
                problems.add("Parameter " + name + " has no default and must be given.");
            }
        }
        return values;
    }

    private static Set<String> undeclared(Plan plan) {
        Set<String> names = new LinkedHashSet<>();
        plan.definition().steps().values().forEach(step -> step.arguments().visit(expression -> {
            if (expression instanceof Expression.ParameterValue(String name)) {
                names.add(name);
            }
        }));
        return names;
    }
}
