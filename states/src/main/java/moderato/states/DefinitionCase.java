package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moderato.states.CaseResult.Difference;
import moderato.states.DefinitionCheck.MachineType;

/** Cases that ask about a definition, or about one state of it, without an execution. */
final class DefinitionCase {

    private final JsonNode testCase;
    private final CaseValues values;

    DefinitionCase(JsonNode testCase) {
        this.testCase = testCase;
        this.values = CaseValues.of(testCase);
    }

    /** CreateStateMachine refuses the definition. */
    List<Difference> invalid() {
        String message = check().refusal().orElse("none");
        return differ("code", text("code"), message.equals("none") ? "none" : TestState.INVALID_DEFINITION,
                differ("message", text("message"), message, new ArrayList<>()));
    }

    /** ValidateStateMachineDefinition answers. */
    List<Difference> validation() {
        boolean warnings = testCase.path("severity").asText("").equals("WARNING");
        ObjectNode answer = check().diagnostics(warnings, testCase.path("maxResults").asInt(100));
        return same("answer", testCase.path("expected"), answer);
    }

    /** DescribeStateMachine tells which variables are read. */
    List<Difference> references() {
        return same("variableReferences", testCase.path("expected").path("variableReferences"), VariableReferences.of(definition()));
    }

    /** TestState answers, or refuses. */
    List<Difference> testState() {
        JsonNode expected = testCase.path("expected");
        try {
            ObjectNode answer = TestState.test(testCase);
            if (expected.has("code")) {
                return List.of(new Difference("refusal", expected.toString(), answer.toString()));
            }
            return same("answer", shape(expected), shape(answer));
        } catch (TestState.RefusedException e) {
            if (!expected.has("code")) {
                return List.of(new Difference("answer", expected.toString(), e.code() + ": " + e.getMessage()));
            }
            return differ("code", text("code"), e.code(),
                    differ("message", text("message"), String.valueOf(e.getMessage()), new ArrayList<>()));
        }
    }

    private DefinitionCheck check() {
        JsonNode definition = testCase.path("definition");
        return DefinitionCheck.of(definition.isTextual() ? definition.textValue() : definition.toString(),
                testCase.path("type").asText().equals("EXPRESS") ? MachineType.EXPRESS : MachineType.STANDARD);
    }

    private JsonNode definition() {
        JsonNode definition = testCase.path("definition");
        return definition.isTextual() ? parsed(definition) : definition;
    }

    private String text(String field) {
        return testCase.path("expected").path(field).asText();
    }

    private List<Difference> differ(String what, String expected, String actual, List<Difference> differences) {
        if (!values.text(expected, actual)) {
            differences.add(new Difference(what, expected, actual));
        }
        return differences;
    }

    private List<Difference> same(String what, JsonNode expected, JsonNode actual) {
        return values.equal(expected, actual) ? List.of() : List.of(new Difference(what, expected.toString(), actual.toString()));
    }

    /** An answer with its documents parsed. The role is left out: a case does not say which one the call was made with. */
    private static JsonNode shape(JsonNode node) {
        if (node.isObject()) {
            ObjectNode shaped = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getKey().equals("RoleArn")) {
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
        JsonNode parsed = parsed(node);
        return parsed == node ? node : shape(parsed);
    }

    private static JsonNode parsed(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return JsonText.read(node.textValue());
        } catch (JsonProcessingException e) {
            return node;
        }
    }
}
