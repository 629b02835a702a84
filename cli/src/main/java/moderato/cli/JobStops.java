package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moderato.kernel.HistoryEvent;

/** What is known of the jobs of a pipeline's run that were told to stop. */
final class JobStops {

    /** The longest that a job takes to stop: from SIGTERM to SIGKILL, and a little. */
    static final Duration LONGEST = Engines.GRACE.plusSeconds(5);

    private JobStops() {
    }

    /** Whether a job was told to stop and has not ended. */
    static boolean areUnderWay(List<HistoryEvent> history) {
        Map<String, JsonNode> steps = new HashMap<>();
        history.stream().map(HistoryEvent::toJson).filter(event -> event.has("StepStatus")).forEach(event -> steps.put(event.path("StepName").asText(), event));
        return steps.values().stream().anyMatch(step -> step.path("StepStatus").asText().equals("Stopping") && !step.path("Metadata").has("Callback"));
    }
}
