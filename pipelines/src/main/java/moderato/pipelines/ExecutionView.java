package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moderato.kernel.HistoryEvent;

/**
 * An execution as the service's own operations show it, made of its history.
 *
 * @param execution what DescribePipelineExecution answers; empty before the execution began
 * @param steps the entries of ListPipelineExecutionSteps, newest first
 * @param properties by step that is over, what later steps may refer to
 * @param misses by step, why the cache had nothing, see {@link PipelineEvent}
 */
public record ExecutionView(ObjectNode execution, List<ObjectNode> steps, Map<String, JsonNode> properties, Map<String, ObjectNode> misses) {

    public ExecutionView {
        steps = List.copyOf(steps);
        properties = Map.copyOf(properties);
        misses = Map.copyOf(misses);
    }

    /** The view of a history. */
    public static ExecutionView of(List<? extends HistoryEvent> history) {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        Map<String, ObjectNode> steps = new LinkedHashMap<>();
        Map<String, Integer> begun = new LinkedHashMap<>();
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        Map<String, ObjectNode> misses = new LinkedHashMap<>();
        for (HistoryEvent event : history) {
            ObjectNode json = event.toJson();
            switch (event.type()) {
                case PipelineEvent.EXECUTION -> execution = json;
                case PipelineEvent.STEP -> {
                    String name = json.path("StepName").asText();
                    steps.put(name, json);
                    begun.putIfAbsent(name, begun.size());
                    properties.put(name, event.beyond());
                }
                case PipelineEvent.CACHE_MISS -> misses.put(json.path("StepName").asText(), json);
                default -> {
                }
            }
        }
        List<ObjectNode> newestFirst = new ArrayList<>(steps.values());
        newestFirst.sort(Comparator.comparingDouble((ObjectNode step) -> step.path("StartTime").asDouble())
                .thenComparingInt(step -> begun.getOrDefault(step.path("StepName").asText(), 0)).reversed());
        return new ExecutionView(execution, newestFirst, properties, misses);
    }

    /**
     * The answer to {@code reference:steps}: how the execution stands, and the status and properties of some of its steps.
     *
     * @param names the steps asked for
     */
    public ObjectNode reference(Set<String> names) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("PipelineArn", execution.path("PipelineArn"));
        answer.set("Status", execution.path("PipelineExecutionStatus"));
        ArrayNode list = answer.putArray("Steps");
        for (ObjectNode step : steps) {
            String name = step.path("StepName").asText();
            if (names.contains(name)) {
                ObjectNode entry = list.addObject().put("Name", name);
                entry.set("Status", step.path("StepStatus"));
                entry.set("Properties", properties.getOrDefault(name, StepState.NOTHING));
            }
        }
        return answer;
    }

    /** The answer of ListPipelineExecutionSteps, newest first. */
    public ObjectNode listSteps() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        steps.forEach(answer.putArray("PipelineExecutionSteps")::add);
        return answer;
    }
}
