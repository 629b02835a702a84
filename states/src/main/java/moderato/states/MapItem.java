package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What {@code $$.Map.Item} tells an iteration of a Map.
 *
 * @param key the name of the value, where a distributed Map iterates over an object
 * @param source where a distributed Map read it
 */
record MapItem(int index, Optional<String> key, JsonNode value, Optional<String> source) {

    /** An item of an inline Map. */
    MapItem(int index, JsonNode value) {
        this(index, Optional.empty(), value, Optional.empty());
    }

    /** What an iteration is given where nothing else is selected: the value, and its key with it if it has one. */
    JsonNode given() {
        if (key.isEmpty()) {
            return value;
        }
        ObjectNode pair = JsonNodeFactory.instance.objectNode().put("Key", key.get());
        pair.set("Value", value);
        return pair;
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("Index", index);
        key.ifPresent(name -> node.put("Key", name));
        node.set("Value", value);
        source.ifPresent(place -> node.put("Source", place));
        return node;
    }
}
