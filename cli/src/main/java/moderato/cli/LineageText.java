package moderato.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import moderato.registry.Entity;
import moderato.registry.Lineage;
import moderato.registry.LineageGraph;

/**
 * Draws lineage in a terminal: what a thing was made from, and what was made from it, as trees; and the runs, data and models in them.
 *
 * @param lineage where the runs of jobs are looked up
 */
record LineageText(PrintWriter out, Lineage lineage) {

    void print(LineageGraph above, LineageGraph below) {
        for (String start : above.starts()) {
            Entity entity = above.entities().get(start);
            if (entity != null) {
                out.println(line(entity));
            }
        }
        tree("made from", above, Lineage.Direction.UP);
        tree("became", below, Lineage.Direction.DOWN);
        summary(above);
        out.flush();
    }

    private void tree(String head, LineageGraph graph, Lineage.Direction direction) {
        if (graph.associations().isEmpty()) {
            return;
        }
        out.println();
        out.println(head);
        Set<String> shown = new HashSet<>();
        for (String start : graph.starts()) {
            List<Entity> next = next(graph, start, direction);
            if (graph.starts().size() > 1 && !next.isEmpty()) {
                Entity entity = graph.entities().get(start);
                if (entity == null || !shown.add(start)) {
                    continue;
                }
                out.println(line(entity));
            }
            branches(graph, next, direction, "", shown);
        }
    }

    private void branches(LineageGraph graph, List<Entity> entities, Lineage.Direction direction, String indent, Set<String> shown) {
        for (int i = 0; i < entities.size(); i++) {
            Entity entity = entities.get(i);
            boolean last = i == entities.size() - 1;
            List<Entity> next = next(graph, entity.arn(), direction);
            boolean again = !shown.add(entity.arn()) && !next.isEmpty();
            out.println(indent + (last ? "\u2514\u2500 " : "\u251c\u2500 ") + line(entity) + (again ? "  (see above)" : ""));
            if (!again) {
                branches(graph, next, direction, indent + (last ? "   " : "\u2502  "), shown);
            }
        }
    }

    /* The runs that jobs belong to stand on the jobs' own lines. */
    private static List<Entity> next(LineageGraph graph, String arn, Lineage.Direction direction) {
        List<LineageGraph.Association> associations = direction == Lineage.Direction.UP ? graph.into(arn) : graph.from(arn);
        List<Entity> found = new ArrayList<>();
        for (LineageGraph.Association association : associations) {
            Entity entity = graph.entities().get(direction == Lineage.Direction.UP ? association.source() : association.destination());
            if (entity != null && !isRun(entity) && !found.contains(entity)) {
                found.add(entity);
            }
        }
        return found;
    }

    private static boolean isRun(Entity entity) {
        return entity.type().endsWith("Execution") && entity.kind() == Entity.Kind.Context;
    }

    private String line(Entity entity) {
        String text = switch (entity.kind()) {
            case Artifact -> entity.type() + "  " + (entity.source().isEmpty() ? entity.name() : entity.source());
            case TrialComponent -> entity.type() + "  " + entity.source().substring(entity.source().lastIndexOf('/') + 1) + "  " + entity.body().path("Step").asText("") + ", "
                    + entity.body().path("Status").asText("") + runs(entity);
            case Action -> entity.type() + "  " + (entity.body().has("Status") ? entity.body().path("Status").asText() : entity.name()) + by(entity);
            case Context -> entity.type() + "  " + (entity.type().equals("ModelGroup") || isRun(entity) ? entity.source() : entity.name());
        };
        return text + "  " + Table.time(entity.created());
    }

    private String runs(Entity entity) {
        List<String> names = lineage.runs(entity.arn()).stream().map(Entity::name).toList();
        return names.isEmpty() ? "" : ", run " + String.join(", ", names);
    }

    private static String by(Entity entity) {
        var properties = entity.body().path("Properties");
        return (properties.has("By") ? " by " + properties.path("By").asText() : "") + (properties.has("Description") ? ": " + properties.path("Description").asText() : "");
    }

    private void summary(LineageGraph above) {
        Set<String> runs = new TreeSet<>();
        above.entities().values().stream().filter(entity -> !isRun(entity)).forEach(entity -> lineage.runs(entity.arn()).forEach(run -> runs.add(run.source())));
        out.println();
        list("runs", runs);
        list("data", sources(above, "DataSet", true));
        list("models", sources(above, "Model", false));
        list("images", sources(above, "Image", false));
    }

    private static Set<String> sources(LineageGraph graph, String type, boolean first) {
        Set<String> sources = new TreeSet<>();
        graph.entities().values().stream().filter(entity -> entity.type().equals(type) && (!first || graph.into(entity.arn()).isEmpty())).forEach(entity -> sources.add(entity.source()));
        return sources;
    }

    private void list(String head, Set<String> values) {
        if (!values.isEmpty()) {
            out.println(head + ":");
            values.forEach(value -> out.println("  " + value));
        }
    }
}
