package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moderato.kernel.RunDetails;
import moderato.pipelines.CheckedPipeline;
import moderato.pipelines.ExecutionView;
import moderato.pipelines.PipelineGraph;

/** Makes the picture of a pipeline's run. */
final class PipelinePicture {

    private PipelinePicture() {
    }

    static RunPicture of(RunDetails details, ExecutionView view, Instant now) {
        PipelineGraph drawn = CheckedPipeline.of(details.definition().text()).graph();
        RunGraph graph = new RunGraph(drawn.nodes().stream().map(node -> new RunGraph.Node(node.name(), node.name(), node.type(), java.util.Optional.empty())).toList(),
                drawn.edges().stream().map(edge -> new RunGraph.Edge(edge.from(), edge.to(), label(edge.via()))).toList());
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
            looks.put(name, new RunPicture.Look(mark(step.path("StepStatus").asText()), Duration.between(from, to), Math.max(1, step.path("AttemptCount").asInt(1)), "",
                    view.properties().containsKey(name) ? view.properties().get(name).toPrettyString() : "", notes));
            bars.add(new RunPicture.Bar(name, mark(step.path("StepStatus").asText()), from, to));
        }
        bars.sort(java.util.Comparator.comparing(RunPicture.Bar::from));
        var summary = details.summary();
        return new RunPicture(summary.run().name(), summary.run().definitionName(), view.execution().path("PipelineExecutionStatus").asText(summary.status().name()), summary.started(),
                Duration.between(summary.started(), summary.ended().orElse(now)), details.input().toString(), view.execution().path("FailureReason").asText(""), graph, looks, bars);
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
}
