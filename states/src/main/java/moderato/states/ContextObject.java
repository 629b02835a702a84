package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** The context object: what a definition may know about its run, as {@code $$} and {@code $states.context}. */
final class ContextObject {

    private ContextObject() {
    }

    /** A context object that was given, with an item of the state's Map in it. */
    static ObjectNode withItem(JsonNode given, MapItem item) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) given);
        node.putObject("Map").set("Item", item.toJson());
        return node;
    }

    static ObjectNode of(Turn turn, StateHead head, Instant enteredAt, int retryCount, Optional<MapItem> item, Optional<String> token) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("Execution", turn.execution());
        node.set("StateMachine", turn.machine());
        ObjectNode state = node.putObject("State").put("Name", head.name()).put("EnteredTime", Turn.written(enteredAt));
        switch (head.kind()) {
            case TASK, PARALLEL, MAP -> state.put("RetryCount", retryCount);
            case PASS, CHOICE, WAIT, SUCCEED, FAIL -> {
            }
        }
        item.ifPresent(value -> node.putObject("Map").set("Item", value.toJson()));
        token.ifPresent(value -> node.putObject("Task").put("Token", value));
        return node;
    }
}
