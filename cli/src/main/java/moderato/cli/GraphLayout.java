package moderato.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.math.ElkMargin;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.math.KVectorChain;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.eclipse.elk.graph.util.ElkReflect;

/**
 * Where the nodes and edges of a graph are drawn, by ELK's layered algorithm: each group is laid out by itself, from the inside out.
 *
 * @param width of the whole, in pixels
 * @param height of the whole
 */
record GraphLayout(double width, double height, List<Box> boxes, List<Line> lines) {

    private static final double CHARACTER = 7.4;
    private static final double HEIGHT = 46;
    private static final double LEAST_WIDTH = 110;
    private static final double PADDING = 14;
    private static final double HEAD = 34;
    private static final double LABEL_CHARACTER = 6.2;
    private static final double LABEL_HEIGHT = 15;
    /** Longer labels are cut in the drawing; what points at an edge tells the whole. */
    private static final int LONGEST_LABEL = 36;

    /** A node's place; of a group, the frame around its nodes. */
    record Box(RunGraph.Node node, double x, double y, double width, double height, boolean isGroup) {
    }

    /** An edge's points, from its start to its arrow, x and y in turn, and what is written beside it. */
    record Line(RunGraph.Edge edge, List<Double> points, Optional<Label> label) {
    }

    /** A text, by the left end of its base line. */
    record Label(String text, double x, double y) {
    }

    /* ELK copies the values of its options; which types it may copy, and how, it is told by its Eclipse plug-in, or by whoever uses it without. */
    static {
        ElkReflect.register(ElkPadding.class, ElkPadding::new, padding -> ((ElkPadding) padding).clone());
        ElkReflect.register(ElkMargin.class, ElkMargin::new, margin -> ((ElkMargin) margin).clone());
        ElkReflect.register(KVector.class, KVector::new, vector -> ((KVector) vector).clone());
        ElkReflect.register(ArrayList.class, ArrayList::new, list -> new ArrayList<>((ArrayList<?>) list));
        ElkReflect.register(KVectorChain.class, KVectorChain::new, chain -> ((KVectorChain) chain).clone());
    }

    static GraphLayout of(RunGraph graph) {
        return new Maker(graph).make();
    }

    private static final class Maker {

        private final RunGraph graph;
        private final Map<String, List<RunGraph.Node>> members = new HashMap<>();
        private final List<Box> boxes = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();

        Maker(RunGraph graph) {
            this.graph = graph;
            graph.nodes().forEach(node -> members.computeIfAbsent(node.group().orElse(""), any -> new ArrayList<>()).add(node));
        }

        GraphLayout make() {
            Placed whole = place("");
            draw(whole, PADDING, PADDING);
            return new GraphLayout(whole.root().getWidth() + 2 * PADDING, whole.root().getHeight() + 2 * PADDING, boxes, lines);
        }

        /** A group laid out, with the groups inside it. */
        private record Placed(ElkNode root, Map<RunGraph.Node, ElkNode> nodes, Map<RunGraph.Edge, ElkEdge> edges, Map<RunGraph.Node, Placed> inner) {
        }

        private Placed place(String group) {
            ElkNode root = ElkGraphUtil.createGraph();
            root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
            root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
            root.setProperty(CoreOptions.PADDING, new ElkPadding(4));
            root.setProperty(LayeredOptions.SPACING_NODE_NODE, 26.0);
            root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
            Map<RunGraph.Node, ElkNode> nodes = new HashMap<>();
            Map<String, ElkNode> byId = new HashMap<>();
            Map<RunGraph.Node, Placed> inner = new HashMap<>();
            for (RunGraph.Node node : members.getOrDefault(group, List.of())) {
                ElkNode shape = ElkGraphUtil.createNode(root);
                double width = Math.max(LEAST_WIDTH, (Math.max(node.name().length(), node.kind().length() + 10) + 4) * CHARACTER);
                double height = HEIGHT;
                if (members.containsKey(node.id())) {
                    Placed content = place(node.id());
                    inner.put(node, content);
                    width = Math.max(width, content.root().getWidth() + 2 * PADDING);
                    height = content.root().getHeight() + HEAD + PADDING;
                }
                shape.setDimensions(width, height);
                nodes.put(node, shape);
                byId.put(node.id(), shape);
            }
            Map<RunGraph.Edge, ElkEdge> edges = new HashMap<>();
            for (RunGraph.Edge edge : graph.edges()) {
                ElkNode from = byId.get(edge.from());
                ElkNode to = byId.get(edge.to());
                if (from != null && to != null) {
                    ElkEdge line = ElkGraphUtil.createSimpleEdge(from, to);
                    edges.put(edge, line);
                    label(edge.label(), line);
                }
            }
            new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
            return new Placed(root, nodes, edges, inner);
        }

        private static void label(String text, ElkEdge line) {
            if (!text.isEmpty()) {
                String shown = text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL - 1) + "\u2026";
                ElkGraphUtil.createLabel(shown, line).setDimensions(shown.length() * LABEL_CHARACTER, LABEL_HEIGHT);
            }
        }

        private void draw(Placed placed, double x, double y) {
            for (RunGraph.Node node : graph.nodes()) {
                ElkNode shape = placed.nodes().get(node);
                if (shape == null) {
                    continue;
                }
                Placed content = placed.inner().get(node);
                boxes.add(new Box(node, x + shape.getX(), y + shape.getY(), shape.getWidth(), shape.getHeight(), content != null));
                if (content != null) {
                    draw(content, x + shape.getX() + (shape.getWidth() - content.root().getWidth()) / 2, y + shape.getY() + HEAD);
                }
            }
            for (RunGraph.Edge edge : graph.edges()) {
                ElkEdge line = placed.edges().get(edge);
                if (line != null && !line.getSections().isEmpty()) {
                    ElkEdgeSection section = line.getSections().getFirst();
                    List<Double> points = new ArrayList<>(List.of(x + section.getStartX(), y + section.getStartY()));
                    for (ElkBendPoint bend : section.getBendPoints()) {
                        points.add(x + bend.getX());
                        points.add(y + bend.getY());
                    }
                    points.add(x + section.getEndX());
                    points.add(y + section.getEndY());
                    Optional<Label> label = line.getLabels().stream().findFirst()
                            .map(at -> new Label(at.getText(), x + at.getX(), y + at.getY() + LABEL_HEIGHT - 4));
                    lines.add(new Line(edge, points, label));
                }
            }
        }
    }
}
