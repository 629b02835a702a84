package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The scopes of variables: a branch of a Parallel and an iteration of a Map see the variables around them, and may not assign to any of their
 * names. The children of a distributed Map see none.
 */
final class VariableChecks {

    private final Findings findings;

    private VariableChecks(Findings findings) {
        this.findings = findings;
    }

    static void check(JsonNode definition, Findings findings) {
        boolean jsonata = definition.path("QueryLanguage").asText().equals("JSONata");
        new VariableChecks(findings).machine(definition, DefinitionPath.ROOT, Set.of(), jsonata, 0);
    }

    private void machine(JsonNode machine, DefinitionPath at, Set<String> outer, boolean jsonata, int level) {
        if (level > JsonText.DEEPEST || !machine.path("States").isObject()) {
            return;
        }
        Set<String> visible = new LinkedHashSet<>(outer);
        for (Map.Entry<String, JsonNode> entry : machine.path("States").properties()) {
            DefinitionPath place = at.child("States").child(entry.getKey());
            boolean query = entry.getValue().path("QueryLanguage").asText(jsonata ? "JSONata" : "JSONPath").equals("JSONata");
            assigned(entry.getValue(), place, query).forEach((key, name) -> {
                if (outer.contains(name)) {
                    findings.error("DUPLICATE_VARIABLE_NAME", key, "The variable name '%s' was already defined in a parent scope.".formatted(name),
                            "");
                }
                visible.add(name);
            });
        }
        for (Map.Entry<String, JsonNode> entry : machine.path("States").properties()) {
            inner(entry.getValue(), at.child("States").child(entry.getKey()), visible, jsonata, level);
        }
    }

    private void inner(JsonNode state, DefinitionPath at, Set<String> visible, boolean jsonata, int level) {
        for (int i = 0; i < state.path("Branches").size(); i++) {
            machine(state.path("Branches").path(i), at.child("Branches").child(i), visible, jsonata, level + 1);
        }
        for (String field : new String[] { "ItemProcessor", "Iterator" }) {
            JsonNode processor = state.path(field);
            boolean apart = processor.path("ProcessorConfig").path("Mode").asText().equals("DISTRIBUTED");
            machine(processor, at.child(field), apart ? Set.of() : visible, jsonata, level + 1);
        }
    }

    /** The names that a state assigns, by the places where it does. */
    private static Map<DefinitionPath, String> assigned(JsonNode state, DefinitionPath at, boolean jsonata) {
        Map<DefinitionPath, String> names = new LinkedHashMap<>();
        collect(state, at, jsonata, names);
        for (String field : new String[] { "Choices", "Catch" }) {
            for (int i = 0; i < state.path(field).size(); i++) {
                collect(state.path(field).path(i), at.child(field).child(i), jsonata, names);
            }
        }
        return names;
    }

    private static void collect(JsonNode node, DefinitionPath at, boolean jsonata, Map<DefinitionPath, String> names) {
        node.path("Assign").fieldNames().forEachRemaining(key -> names.put(at.child("Assign").child(key),
                !jsonata && key.endsWith(".$") ? key.substring(0, key.length() - 2) : key));
    }
}
