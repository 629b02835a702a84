package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moderato.kernel.HistoryEvent;
import moderato.states.CaseResult.Difference;

/** Compares the history of a run with the one that a case expects. */
final class CaseHistory {

    private final JsonNode testCase;
    private final CaseValues values;

    CaseHistory(JsonNode testCase, CaseValues values) {
        this.testCase = testCase;
        this.values = values.forHistory();
    }

    void compare(List<HistoryEvent> history, boolean strict, List<Difference> differences) {
        List<String> actual = history.stream().map(HistoryEvent::type).toList();
        if (testCase.path("expectedEvents").isArray()) {
            List<String> expected = new ArrayList<>();
            testCase.path("expectedEvents").forEach(type -> expected.add(type.asText()));
            boolean exact = testCase.path("eventOrder").asText("exact").equals("exact");
            if (!(exact ? expected.equals(actual) : sorted(expected).equals(sorted(actual)))) {
                differences.add(new Difference("events", String.join(" ", expected), String.join(" ", actual)));
                return;
            }
            if (strict && expected.equals(actual)) {
                details(history, differences);
            }
        }
    }

    private static List<String> sorted(List<String> types) {
        return types.stream().sorted().toList();
    }

    private void details(List<HistoryEvent> history, List<Difference> differences) {
        JsonNode expected = testCase.path("expectedHistory");
        for (int i = 0; i < expected.size() && i < history.size(); i++) {
            ObjectNode wanted = ((ObjectNode) expected.path(i)).deepCopy();
            wanted.remove("id");
            JsonNode made = shape(history.get(i).toJson());
            JsonNode asked = shape(wanted);
            if (!values.equal(asked, made)) {
                differences.add(new Difference("event %d".formatted(i + 1), asked.toString(), made.toString()));
            }
        }
    }

    /** An event with the JSON that it holds as text parsed, and without the marks of truncation, which recordings leave out. */
    private static JsonNode shape(JsonNode node) {
        if (node.isObject()) {
            ObjectNode shaped = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().has("truncated")) {
                    shaped.set(field.getKey(), shape(field.getValue()));
                }
            }
            return shaped;
        }
        if (node.isArray()) {
            ArrayNode shaped = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> shaped.add(shape(item)));
            return shaped;
        }
        if (!node.isTextual()) {
            return node;
        }
        try {
            JsonNode parsed = JsonText.read(node.textValue());
            return shape(parsed);
        } catch (JsonProcessingException e) {
            return node;
        }
    }
}
