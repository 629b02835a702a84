package moderato.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws a run in a terminal: its states or steps in order, and where each leads. */
final class RunText {

    private RunText() {
    }

    static void print(RunPicture picture, PrintWriter out) {
        out.println(picture.definition() + "  " + picture.name());
        out.println(picture.status() + ", started " + Table.time(picture.started()) + ", took " + Table.duration(picture.duration()));
        if (!picture.outcome().isEmpty()) {
            out.println(shortened(picture.outcome(), 300));
        }
        if (!picture.critical().isEmpty()) {
            out.println("critical path: " + String.join(" \u2192 ", picture.critical()));
        }
        out.println();
        printGroup(picture, "", "", out);
        out.flush();
    }

    private static void printGroup(RunPicture picture, String group, String indent, PrintWriter out) {
        List<RunGraph.Node> nodes = ordered(picture.graph(), group);
        int name = nodes.stream().mapToInt(node -> node.name().length()).max().orElse(0);
        int kind = nodes.stream().mapToInt(node -> node.kind().length()).max().orElse(0);
        for (RunGraph.Node node : nodes) {
            StringBuilder line = new StringBuilder(indent).append(sign(picture, node)).append(' ').append(pad(node.name(), name)).append("  ").append(pad(node.kind(), kind));
            picture.look(node).ifPresent(look -> {
                line.append("  ").append(Table.duration(look.duration()));
                if (look.times() > 1) {
                    line.append("  ").append(look.times()).append(" times");
                }
            });
            List<String> ways = new ArrayList<>();
            for (RunGraph.Edge edge : picture.graph().edges()) {
                if (edge.from().equals(node.id())) {
                    ways.add(edge.to().substring(edge.to().lastIndexOf('/') + 1) + (edge.label().isEmpty() ? "" : " (" + shortened(edge.label(), 40) + ")"));
                }
            }
            if (!ways.isEmpty()) {
                line.append("  \u2192 ").append(String.join(", ", new LinkedHashSet<>(ways)));
            }
            out.println(line);
            picture.look(node).ifPresent(look -> look.notes().forEach(note -> out.println(indent + "    " + shortened(note, 400))));
            printGroup(picture, node.id(), indent + "  \u2502 ", out);
        }
    }

    /* As the definition goes: from what nothing leads to, along the edges. */
    private static List<RunGraph.Node> ordered(RunGraph graph, String group) {
        List<RunGraph.Node> members = graph.nodes().stream().filter(node -> node.group().orElse("").equals(group)).toList();
        Set<String> targets = new HashSet<>();
        graph.edges().forEach(edge -> targets.add(edge.to()));
        List<RunGraph.Node> ordered = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<RunGraph.Node> waiting = new ArrayList<>(members.stream().filter(node -> !targets.contains(node.id())).toList());
        waiting.addAll(members);
        while (!waiting.isEmpty()) {
            RunGraph.Node node = waiting.removeFirst();
            if (!seen.add(node.id())) {
                continue;
            }
            ordered.add(node);
            List<RunGraph.Node> next = new ArrayList<>();
            graph.edges().stream().filter(edge -> edge.from().equals(node.id())).forEach(edge -> members.stream().filter(member -> member.id().equals(edge.to())).forEach(next::add));
            waiting.addAll(0, next);
        }
        return ordered;
    }

    private static String sign(RunPicture picture, RunGraph.Node node) {
        return picture.look(node).map(look -> switch (look.mark()) {
            case RUNNING -> "\u25b6";
            case DONE -> "\u2713";
            case CAUGHT -> "!";
            case FAILED -> "\u2717";
            case STOPPED -> "\u25a0";
        }).orElse("\u00b7");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String shortened(String text, int length) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= length ? line : line.substring(0, length) + "...";
    }
}
