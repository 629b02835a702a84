package moderato.pipelines;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/** Works out the DAG of a pipeline: who waits for whom, and through what. */
final class GraphBuilder {

    private final PipelineDefinition definition;
    private final Set<PipelineGraph.Edge> edges = new LinkedHashSet<>();

    private GraphBuilder(PipelineDefinition definition) {
        this.definition = definition;
    }

    /** The graph; edges to steps that do not exist are left out, and steps of a cycle are missing from the order. */
    static PipelineGraph build(PipelineDefinition definition) {
        GraphBuilder builder = new GraphBuilder(definition);
        definition.steps().values().forEach(builder::edgesInto);
        List<PipelineGraph.Node> nodes = definition.steps().values().stream()
                .map(step -> new PipelineGraph.Node(step.name(), step.type().name(), step.place().map(Step.Place::parent),
                        step.place().map(place -> place.branch().name())))
                .toList();
        List<PipelineGraph.Edge> sorted = builder.edges.stream()
                .sorted(Comparator.comparing(PipelineGraph.Edge::from).thenComparing(PipelineGraph.Edge::to).thenComparing(PipelineGraph.Edge::via))
                .toList();
        return new PipelineGraph(nodes, sorted, order(nodes, sorted));
    }

    private void edgesInto(Step step) {
        Consumer<Expression> references = expression -> {
            if (expression instanceof Expression.StepProperty(String from, var path, String text)) {
                edge(from, step.name(), "reference");
            } else if (expression instanceof Expression.PropertyFileGet(String from, String file, String path)) {
                edge(from, step.name(), "propertyFile");
            }
        };
        step.arguments().visit(references);
        step.fields().values().forEach(field -> field.visit(references));
        for (Step.Dependency dependency : step.dependsOn()) {
            edge(dependency.step(), step.name(), dependency.trigger() == Step.Trigger.Completed ? "dependsOn" : "dependsOn:" + dependency.trigger());
        }
        switch (step.body()) {
            case Step.Work _ -> {
            }
            case Step.Choice(List<Condition> conditions, List<String> ifSteps, List<String> elseSteps) -> {
                conditions.forEach(condition -> condition.visit(references));
                ifSteps.forEach(child -> edge(step.name(), child, "if"));
                elseSteps.forEach(child -> edge(step.name(), child, "else"));
            }
            case Step.Loop loop -> {
                loop.items().visit(references);
                loop.children().forEach(child -> edge(step.name(), child, "body"));
            }
        }
    }

    private void edge(String from, String to, String via) {
        if (definition.steps().containsKey(from) && definition.steps().containsKey(to)) {
            edges.add(new PipelineGraph.Edge(from, to, via));
        }
    }

    private static List<String> order(List<PipelineGraph.Node> nodes, List<PipelineGraph.Edge> edges) {
        Map<String, Integer> place = new HashMap<>();
        nodes.forEach(node -> place.put(node.name(), place.size()));
        Map<String, Set<String>> waiting = new LinkedHashMap<>();
        Map<String, List<String>> next = new HashMap<>();
        nodes.forEach(node -> waiting.put(node.name(), new LinkedHashSet<>()));
        edges.forEach(edge -> {
            if (waiting.getOrDefault(edge.to(), Set.of()).add(edge.from())) {
                next.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge.to());
            }
        });
        PriorityQueue<String> ready = new PriorityQueue<>(Comparator.comparingInt(name -> place.getOrDefault(name, 0)));
        waiting.forEach((name, waits) -> {
            if (waits.isEmpty()) {
                ready.add(name);
            }
        });
        List<String> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            String name = ready.remove();
            order.add(name);
            for (String after : next.getOrDefault(name, List.of())) {
                Set<String> waits = waiting.getOrDefault(after, Set.of());
                if (waits.remove(name) && waits.isEmpty()) {
                    ready.add(after);
                }
            }
        }
        return order;
    }
}
