package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which variables each state of a definition reads: the {@code variableReferences} of DescribeStateMachine. */
public final class VariableReferences {

    /** Fields that hold other states, whose reading is their own. */
    private static final Set<String> NESTED = Set.of("Branches", "ItemProcessor", "Iterator");
    /** Fields whose text is never an expression. */
    private static final Set<String> PLAIN = Set.of("Type", "Comment", "Next", "Default", "End", "Resource", "QueryLanguage", "Label", "Result",
            "ErrorEquals", "ProcessorConfig");
    private static final Set<String> PATHS = Set.of("InputPath", "OutputPath", "ItemsPath", "SecondsPath", "TimestampPath", "ErrorPath",
            "CausePath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "MaxConcurrencyPath", "ToleratedFailureCountPath",
            "ToleratedFailurePercentagePath", "MaxItemsPath", "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath", "Variable");
    /** Fields whose keys are the author's, so that only {@code .$} makes a value an expression. */
    private static final Set<String> TEMPLATES = Set.of("Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials", "BatchInput",
            "Arguments", "Output");

    private final Map<String, Set<String>> reads = new TreeMap<>();
    private final boolean jsonata;

    private VariableReferences(boolean jsonata) {
        this.jsonata = jsonata;
    }

    /** An object of state names, each with the names of the variables it reads in alphabetical order; states that read none are left out. */
    public static ObjectNode of(JsonNode definition) {
        VariableReferences references = new VariableReferences(definition.path("QueryLanguage").asText().equals("JSONata"));
        references.machine(definition);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        references.reads.forEach((state, names) -> {
            if (!names.isEmpty()) {
                ArrayNode list = answer.putArray(state);
                names.forEach(list::add);
            }
        });
        return answer;
    }

    private void machine(JsonNode machine) {
        for (Map.Entry<String, JsonNode> entry : machine.path("States").properties()) {
            JsonNode state = entry.getValue();
            boolean query = state.path("QueryLanguage").asText(jsonata ? "JSONata" : "JSONPath").equals("JSONata");
            Set<String> names = reads.computeIfAbsent(entry.getKey(), name -> new TreeSet<>());
            fields(state, query, names);
            state.path("Branches").forEach(this::machine);
            machine(state.path("ItemProcessor"));
            machine(state.path("Iterator"));
        }
    }

    private void fields(JsonNode object, boolean query, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (NESTED.contains(key) || PLAIN.contains(key)) {
                continue;
            }
            if (query) {
                expressions(value, names);
            } else if (TEMPLATES.contains(key)) {
                template(value, names);
            } else if (value.isTextual() && (PATHS.contains(key) || isPathOperand(key))) {
                path(value.textValue(), names);
            } else if (value.isArray()) {
                value.forEach(item -> fields(item, false, names));
            } else if (value.isObject()) {
                fields(value, false, names);
            }
        }
    }

    private static boolean isPathOperand(String key) {
        return ChoiceOperator.named(key).map(ChoiceOperator.Use::path).orElse(false);
    }

    private static void expressions(JsonNode value, Set<String> names) {
        if (value.isTextual() && JsonataExpression.isOne(value.textValue())) {
            names.addAll(JsonataVariables.read(value.textValue()));
        } else if (value.isContainerNode()) {
            value.forEach(item -> expressions(item, names));
        }
    }

    private static void template(JsonNode value, Set<String> names) {
        if (value.isArray()) {
            value.forEach(item -> template(item, names));
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (field.getKey().endsWith(".$") && field.getValue().isTextual()) {
                path(field.getValue().textValue(), names);
            } else {
                template(field.getValue(), names);
            }
        }
    }

    private static void path(String text, Set<String> names) {
        try {
            List<JsonPathExpression> paths = IntrinsicFunction.looksLikeOne(text) ? IntrinsicFunction.compile(text).paths()
                    : List.of(JsonPathExpression.compile(text));
            paths.forEach(path -> path.variable().ifPresent(names::add));
        } catch (ExpressionSyntaxException e) {
            // What cannot be read refers to nothing; validation is where it is told.
            return;
        }
    }
}
