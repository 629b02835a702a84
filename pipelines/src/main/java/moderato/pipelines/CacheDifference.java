package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** Why a cached step missed: which attributes differ from those of the nearest earlier success. */
final class CacheDifference {

    private static final int MOST = 20;

    private CacheDifference() {
    }

    /** The differing attributes, deepest first parts only: a list of Attribute (a JSON pointer), Before and Now, at most 20. */
    static ArrayNode between(JsonNode before, JsonNode now) {
        ArrayNode differences = JsonNodeFactory.instance.arrayNode();
        compare("", before, now, differences);
        return differences;
    }

    private static void compare(String pointer, JsonNode before, JsonNode now, ArrayNode differences) {
        if (differences.size() >= MOST || Json.canonical(before).equals(Json.canonical(now))) {
            return;
        }
        if (before.isObject() && now.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(JsonText.member(pointer, name), before.path(name), now.path(name), differences));
        } else if (before.isArray() && now.isArray() && before.size() == now.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(JsonText.element(pointer, i), before.get(i), now.get(i), differences);
            }
        } else {
            ObjectNode difference = differences.addObject().put("Attribute", pointer);
            if (!before.isMissingNode()) {
                difference.set("Before", before);
            }
            if (!now.isMissingNode()) {
                difference.set("Now", now);
            }
        }
    }
}
