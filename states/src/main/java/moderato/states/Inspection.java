package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the inspection levels DEBUG and TRACE of TestState show; documents are text, as in the service's response. */
final class Inspection {

    private final ObjectNode data = JsonNodeFactory.instance.objectNode();

    void put(String field, JsonNode value) {
        if (value.isNumber()) {
            data.set(field, value);
        } else {
            data.put(field, value.toString());
        }
    }

    void details(ObjectNode details) {
        data.set("errorDetails", details);
    }

    ObjectNode toJson() {
        return data;
    }
}
