package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the graph of a state machine from its definition. */
final class StateMachineGraph {

    private final List<RunGraph.Node> nodes = new ArrayList<>();
    private final List<RunGraph.Edge> edges = new ArrayList<>();

    private StateMachineGraph() {
    }

    static RunGraph of(String definition) {
        StateMachineGraph graph = new StateMachineGraph();
        try {
            graph.add(new ObjectMapper().readTree(definition), "", Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a definition that ran is JSON", e);
        }
        return new RunGraph(graph.nodes, graph.edges);
    }

    private void add(JsonNode machine, String prefix, Optional<String> group) {
        for (Map.Entry<String, JsonNode> entry : machine.path("States").properties()) {
            String id = prefix + entry.getKey();
            JsonNode state = entry.getValue();
            nodes.add(new RunGraph.Node(id, entry.getKey(), state.path("Type").asText(), group));
            edge(id, prefix, state.path("Next"), "");
            edge(id, prefix, state.path("Default"), "default");
            for (JsonNode choice : state.path("Choices")) {
                edge(id, prefix, choice.path("Next"), condition(choice));
            }
            for (JsonNode catcher : state.path("Catch")) {
                List<String> errors = new ArrayList<>();
                catcher.path("ErrorEquals").forEach(error -> errors.add(error.asText()));
                edge(id, prefix, catcher.path("Next"), "catch " + String.join(", ", errors));
            }
            int branch = 0;
            for (JsonNode child : state.path("Branches")) {
                add(child, id + "/" + branch++ + "/", Optional.of(id));
            }
            for (String body : List.of("ItemProcessor", "Iterator")) {
                add(state.path(body), id + "/item/", Optional.of(id));
            }
        }
    }

    private void edge(String from, String prefix, JsonNode to, String label) {
        if (to.isTextual()) {
            edges.add(new RunGraph.Edge(from, prefix + to.asText(), label));
        }
    }

    private static String condition(JsonNode choice) {
        if (choice.has("Condition")) {
            return choice.path("Condition").asText().replaceAll("^\\{%\\s*|\\s*%}$", "");
        }
        for (String all : List.of("And", "Or")) {
            if (choice.has(all)) {
                List<String> parts = new ArrayList<>();
                choice.path(all).forEach(part -> parts.add(condition(part)));
                return String.join(all.equals("And") ? " and " : " or ", parts);
            }
        }
        if (choice.has("Not")) {
            return "not " + condition(choice.path("Not"));
        }
        String variable = choice.path("Variable").asText();
        return choice.properties().stream().filter(entry -> !List.of("Variable", "Next", "Comment", "Assign", "Output").contains(entry.getKey())).findFirst()
                .map(entry -> variable + " " + entry.getKey() + " " + entry.getValue().asText()).orElse(variable);
    }
}
