package moderato.cli;

import java.util.List;
import java.util.Optional;

/**
 * The states or steps of a run, as they are drawn.
 *
 * @param nodes in the order of the definition
 * @param edges from what comes first to what comes after
 */
record RunGraph(List<Node> nodes, List<Edge> edges) {

    RunGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A state or step.
     *
     * @param id unique in the graph
     * @param kind its type, as the definition names it
     * @param group the id of the node that it lies in: a branch of a Parallel, the body of a Map
     */
    record Node(String id, String name, String kind, Optional<String> group) {
    }

    /** A way from one node to the next, and when it is taken. */
    record Edge(String from, String to, String label) {
    }
}
