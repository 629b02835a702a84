package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happened in a pipeline's run, in words. */
final class PipelineLine {

    private PipelineLine() {
    }

    /** The words for an event of a pipeline's history; none for an event of another language. */
    static Optional<String> of(String type, JsonNode event) {
        return switch (type) {
            case "PipelineExecutionStatusChange" -> Optional.of(status(event.path("PipelineExecutionStatus").asText()));
            case "PipelineExecutionStepStatusChange" -> Optional.of(event.path("StepName").asText() + "  " + status(event.path("StepStatus").asText()) + hit(event)
                    + token(event) + (event.has("FailureReason") ? ": " + event.path("FailureReason").asText() : ""));
            case "StepCacheMiss" -> Optional.of(event.path("StepName").asText() + "  not taken from the cache: " + miss(event));
            default -> Optional.empty();
        };
    }

    /** Why a step was not taken from the cache. */
    static String miss(JsonNode miss) {
        List<String> differences = new ArrayList<>();
        for (JsonNode difference : miss.path("Differences")) {
            differences.add(difference.path("Attribute").asText() + " was " + text(difference.path("Before")) + ", is " + text(difference.path("Now")));
        }
        if (miss.has("WantedBy")) {
            return "its outputs were removed since, and " + miss.path("WantedBy").asText() + " needs them";
        }
        if (miss.has("Gone")) {
            List<String> gone = new ArrayList<>();
            miss.path("Gone").forEach(output -> gone.add(output.asText()));
            return "of the earlier success, these outputs are gone: " + String.join(", ", gone);
        }
        if (miss.has("Expired")) {
            return "the earlier success, of " + miss.path("Expired").asText() + ", has expired";
        }
        return differences.isEmpty() ? "no earlier success" : String.join("; ", differences);
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "not there" : value.toString();
    }

    private static String token(JsonNode event) {
        String token = event.path("Metadata").path("Callback").path("CallbackToken").asText("");
        return token.isEmpty() || !event.path("StepStatus").asText().equals("Executing") ? "" : ", " + RunView.howToAnswer(token);
    }

    private static String hit(JsonNode event) {
        return event.has("CacheHitResult") ? ", from the cache" : "";
    }

    private static String status(String status) {
        return status.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
