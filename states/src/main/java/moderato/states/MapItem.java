package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What {@code $$.Map.Item} tells an iteration of a Map. */
record MapItem(int index, JsonNode value) {

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("Index", index);
        node.set("Value", value);
        return node;
    }
}
