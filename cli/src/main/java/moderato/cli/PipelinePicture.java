package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moderato.kernel.RunDetails;
import moderato.pipelines.ExecutionView;
import moderato.pipelines.PipelineGraph;
import moderato.pipelines.PipelineLanguage;
import moderato.pipelines.PipelineProgram;

/** Makes the picture of a pipeline's run. */
final class PipelinePicture {

    private PipelinePicture() {
    }

    private static final List<String> LOGGED = List.of("processing", "training", "transform");

    /**
     * The picture.
     *
     * @param logs where the logs of jobs are, by kind and name
     */
    static RunPicture of(RunDetails details, ExecutionView view, Instant now, Path logs) throws IOException {
        PipelineProgram program = new PipelineLanguage().compile(details.definition());
        PipelineGraph drawn = program.graph();
        RunGraph graph = new RunGraph(drawn.nodes().stream().map(node -> new RunGraph.Node(node.name(), node.name(), node.type(), Optional.empty())).toList(),
                edges(drawn));
        List<String> critical = critical(drawn, view);
        Map<String, Path> logFolders = logFolders(logs);
        Map<String, RunPicture.Look> looks = new HashMap<>();
        List<RunPicture.Bar> bars = new ArrayList<>();
        for (ObjectNode step : view.steps()) {
            String name = step.path("StepName").asText();
            Instant from = instant(step.path("StartTime"), details.summary().started());
            Instant to = instant(step.path("EndTime"), now);
            List<String> notes = new ArrayList<>();
            if (step.has("FailureReason")) {
                notes.add(step.path("FailureReason").asText());
            }
            if (step.has("CacheHitResult")) {
                notes.add("cache hit: " + step.path("CacheHitResult").path("SourcePipelineExecutionArn").asText());
            }
            if (view.misses().containsKey(name)) {
                notes.add("not taken from the cache: " + PipelineLine.miss(view.misses().get(name)));
            }
            if (critical.contains(name)) {
                notes.add("on the critical path");
            }
            step.path("Metadata").forEach(made -> Optional.ofNullable(logFolders.get(jobOf(made.path("Arn").asText()))).ifPresent(folder -> notes.add("log: " + folder)));
            looks.put(name, new RunPicture.Look(mark(step.path("StepStatus").asText()), Duration.between(from, to), Math.max(1, step.path("AttemptCount").asInt(1)), "",
                    view.properties().containsKey(name) ? view.properties().get(name).toPrettyString() : "", notes));
            bars.add(new RunPicture.Bar(name, mark(step.path("StepStatus").asText()), from, to));
        }
        looks.putAll(bodies(view, looks));
        bars.sort(Comparator.comparing(RunPicture.Bar::from));
        var summary = details.summary();
        return new RunPicture(summary.run().name(), summary.run().definitionName(), view.execution().path("PipelineExecutionStatus").asText(summary.status().name()), summary.started(),
                Duration.between(summary.started(), summary.ended().orElse(now)), input(program, details.input()).toPrettyString(), view.execution().path("FailureReason").asText(""), graph, looks, bars, critical);
    }

    /* How the run was started: its parameters with their values, also those that nobody gave, and whatever else was given. */
    private static ObjectNode input(PipelineProgram program, JsonNode given) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        program.listParameters(given).path("PipelineParameters").forEach(each -> input.withObject("/Parameters").put(each.path("Name").asText(), each.path("Value").asText()));
        given.properties().stream().filter(each -> !each.getKey().equals("PipelineParameters")).forEach(each -> input.set(each.getKey(), each.getValue()));
        return input;
    }

    /** The ways of a graph as they are drawn: of several between two steps those that say when they are taken, or else one. */
    static List<RunGraph.Edge> edges(PipelineGraph drawn) {
        List<RunGraph.Edge> edges = drawn.edges().stream().map(edge -> new RunGraph.Edge(edge.from(), edge.to(), label(edge.via()))).distinct().toList();
        Set<RunGraph.Edge> labelled = edges.stream().filter(edge -> !edge.label().isEmpty()).map(edge -> new RunGraph.Edge(edge.from(), edge.to(), "")).collect(Collectors.toSet());
        return edges.stream().filter(edge -> !labelled.contains(edge)).toList();
    }

    /* A step in the body of a loop is drawn once, and stands for all its children. */
    private static Map<String, RunPicture.Look> bodies(ExecutionView view, Map<String, RunPicture.Look> looks) {
        Map<String, RunPicture.Look> bodies = new HashMap<>();
        for (ObjectNode step : view.steps().reversed()) {
            if (step.has("IterationContext")) {
                String name = step.path("StepName").asText();
                RunPicture.Look child = Objects.requireNonNull(looks.get(name));
                String body = name.substring(0, name.lastIndexOf('-'));
                List<String> notes = child.notes().stream().map(note -> name + ": " + note).toList();
                bodies.merge(body, new RunPicture.Look(child.mark(), child.duration(), child.times(), child.input(), child.output(), notes), RunPicture.Look::and);
            }
        }
        return bodies;
    }

    /* From the step that ended last, back by the one that each waited for longest: none of them could have been slower without the run being so. */
    private static List<String> critical(PipelineGraph graph, ExecutionView view) {
        Map<String, Double> ends = new HashMap<>();
        view.steps().stream().filter(step -> step.has("EndTime")).forEach(step -> ends.put(step.path("StepName").asText(), step.path("EndTime").asDouble()));
        Set<String> path = new LinkedHashSet<>();
        Optional<String> at = graph.nodes().stream().map(node -> node.name()).filter(ends::containsKey).max(Comparator.comparing(ends::get));
        while (at.isPresent() && path.add(at.get())) {
            String step = at.get();
            at = graph.edges().stream().filter(edge -> edge.to().equals(step) && ends.containsKey(edge.from())).map(edge -> edge.from()).max(Comparator.comparing(ends::get));
        }
        return path.size() > 1 ? List.copyOf(path).reversed() : List.of();
    }

    private static String label(String via) {
        return via.equals("if") || via.equals("else") || via.startsWith("dependsOn:") ? via : "";
    }

    private static Instant instant(JsonNode seconds, Instant otherwise) {
        return seconds.isNumber() ? Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000)) : otherwise;
    }

    private static RunPicture.Mark mark(String status) {
        return switch (status) {
            case "Succeeded" -> RunPicture.Mark.DONE;
            case "Failed" -> RunPicture.Mark.FAILED;
            case "Stopped", "Stopping" -> RunPicture.Mark.STOPPED;
            default -> RunPicture.Mark.RUNNING;
        };
    }

    /* Folders are named like jobs; ARNs name them in lower case. */
    private static Map<String, Path> logFolders(Path logs) throws IOException {
        Map<String, Path> found = new HashMap<>();
        for (String kind : LOGGED) {
            if (Files.isDirectory(logs.resolve(kind))) {
                try (Stream<Path> folders = Files.list(logs.resolve(kind))) {
                    folders.forEach(folder -> found.put(kind + "-job/" + folder.getFileName().toString().toLowerCase(Locale.ROOT), folder));
                }
            }
        }
        return found;
    }

    private static String jobOf(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
