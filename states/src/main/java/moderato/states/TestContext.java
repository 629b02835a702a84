package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The context object that a request of TestState may give. */
final class TestContext {

    private static final Map<String, String> KINDS = Map.ofEntries(Map.entry("Execution", "object"), Map.entry("Execution.Id", "string"),
            Map.entry("Execution.Input", "any"), Map.entry("Execution.Name", "string"), Map.entry("Execution.RoleArn", "string"),
            Map.entry("Execution.StartTime", "string"), Map.entry("Execution.RedriveCount", "number"),
            Map.entry("Execution.RedriveTime", "string"), Map.entry("State", "object"), Map.entry("State.EnteredTime", "string"),
            Map.entry("State.Name", "string"), Map.entry("State.RetryCount", "number"), Map.entry("StateMachine", "object"),
            Map.entry("StateMachine.Id", "string"), Map.entry("StateMachine.Name", "string"), Map.entry("Task", "object"),
            Map.entry("Task.Token", "string"), Map.entry("Map", "object"), Map.entry("Map.Item", "object"),
            Map.entry("Map.Item.Index", "number"), Map.entry("Map.Item.Value", "any"), Map.entry("Map.Item.Key", "string"),
            Map.entry("Map.Item.Source", "string"));

    private TestContext() {
    }

    /**
     * Lets a context object pass that has no field but those of the service, each of its kind.
     *
     * @throws TestState.RefusedException when there is another
     */
    static JsonNode read(JsonNode context) {
        if (!context.isObject()) {
            throw refused("the Context object must be a JSON object");
        }
        check(context, "");
        return context;
    }

    private static void check(JsonNode node, String path) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            String kind = KINDS.get(name);
            if (kind == null) {
                throw refused("Field '%s' is not allowed".formatted(name));
            }
            boolean fits = switch (kind) {
                case "string" -> field.getValue().isTextual();
                case "number" -> field.getValue().isNumber();
                case "object" -> field.getValue().isObject();
                default -> true;
            };
            if (!fits) {
                throw refused("%s must be %s %s".formatted(name, kind.equals("object") ? "an" : "a", kind));
            }
            if (kind.equals("object")) {
                check(field.getValue(), name);
            }
        }
    }

    private static TestState.RefusedException refused(String why) {
        return new TestState.RefusedException(TestState.VALIDATION, "Invalid Context object provided: " + why);
    }
}
