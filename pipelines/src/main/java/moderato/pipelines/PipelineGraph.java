package moderato.pipelines;

import java.util.List;
import java.util.Optional;

/**
 * The DAG of a pipeline, as it is drawn.
 *
 * @param nodes all steps in the order of the text, those inside conditions and loops too
 * @param edges sorted by from, to, via
 * @param order the names of all steps, each after everything that it waits for
 */
public record PipelineGraph(List<Node> nodes, List<Edge> edges, List<String> order) {

    public PipelineGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        order = List.copyOf(order);
    }

    /**
     * A step.
     *
     * @param parent the Condition or ForEach step around it
     * @param branch {@code If}, {@code Else} or {@code Body}, with a parent only
     */
    public record Node(String name, String type, Optional<String> parent, Optional<String> branch) {
    }

    /**
     * That one step waits for another.
     *
     * @param via {@code reference}, {@code propertyFile}, {@code dependsOn}, {@code dependsOn:<Trigger>}, {@code if}, {@code else} or
     *        {@code body}; the same pair of steps may have several
     */
    public record Edge(String from, String to, String via) {
    }
}
