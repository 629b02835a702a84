package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import moderato.kernel.HistoryEvent;

/** One line of a run's history, in the words and shape of the service's GetExecutionHistory. */
public sealed interface StatesEvent extends HistoryEvent {

    /** The id of the event that led to this one; 0 for the first ones. */
    long previousEventId();

    /** A state was entered. */
    record Entered(Instant at, long previousEventId, String type, String name, JsonNode input) implements StatesEvent {
        @Override
        public ObjectNode toJson() {
            ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", name).put("input", input.toString());
            details.set("inputDetails", untruncated());
            return Json.of(this, "stateEnteredEventDetails", details);
        }
    }

    /** A state was left, with the variables that it assigned. */
    record Exited(Instant at, long previousEventId, String type, String name, JsonNode output,
            Map<String, JsonNode> assigned) implements StatesEvent {
        @Override
        public ObjectNode toJson() {
            ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", name).put("output", output.toString());
            details.set("outputDetails", untruncated());
            if (!assigned.isEmpty()) {
                ObjectNode variables = details.putObject("assignedVariables");
                assigned.forEach((variable, value) -> variables.put(variable, value.toString()));
                details.set("assignedVariablesDetails", untruncated());
            }
            return Json.of(this, "stateExitedEventDetails", details);
        }
    }

    /** An iteration of a Map began or ended. */
    record Iteration(Instant at, long previousEventId, String type, String name, int index) implements StatesEvent {
        @Override
        public ObjectNode toJson() {
            ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", name).put("index", index);
            return Json.of(this, Json.field(type), details);
        }
    }

    /** Anything else; details that the service does not give are an empty object here and absent there. */
    record Other(Instant at, long previousEventId, String type, ObjectNode details) implements StatesEvent {
        @Override
        public ObjectNode toJson() {
            return Json.of(this, Json.field(type), details);
        }
    }

    private static ObjectNode untruncated() {
        return JsonNodeFactory.instance.objectNode().put("truncated", false);
    }

    /** The frame around an event's details. */
    final class Json {

        private Json() {
        }

        /** The field of the details of an event of a type. */
        static String field(String type) {
            return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
        }

        private static ObjectNode of(StatesEvent event, String field, ObjectNode details) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", event.type()).put("previousEventId",
                    event.previousEventId());
            if (!details.isEmpty()) {
                json.set(field, details);
            }
            return json;
        }
    }
}
