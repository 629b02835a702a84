package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import moderato.states.FieldCheck.Setting;
import moderato.states.StateFields.Field;

/** The rules for Retry and Catch. */
final class RetryChecks {

    private static final List<Field> RETRY = List.of(StateFields.both("ErrorEquals", FieldCheck.ANY),
            StateFields.both("Comment", FieldCheck.STRING), StateFields.both("IntervalSeconds", FieldCheck.integer(0, 99_999_999)),
            StateFields.both("MaxAttempts", FieldCheck.integer(0, 99_999_999)),
            StateFields.both("BackoffRate", FieldCheck.decimal("1.0", "1.7976931348623157E308")),
            StateFields.both("MaxDelaySeconds", FieldCheck.integer(1, 31_622_400)),
            StateFields.both("JitterStrategy", FieldCheck.oneOf("NONE", "FULL")));
    private static final List<Field> CATCH = List.of(StateFields.both("ErrorEquals", FieldCheck.ANY),
            StateFields.both("Comment", FieldCheck.STRING), StateFields.both("Next", FieldCheck.STRING),
            StateFields.both("Assign", FieldCheck.ASSIGN), StateFields.jsonPath("ResultPath", FieldCheck.REFERENCE_PATH_OR_NULL),
            StateFields.jsonata("Output", FieldCheck.TEMPLATE));

    private RetryChecks() {
    }

    static void retry(JsonNode value, DefinitionPath at, Setting setting) {
        entries(value, at, setting, RETRY, "ErrorEquals");
    }

    static void catches(JsonNode value, DefinitionPath at, Setting setting) {
        entries(value, at, setting, CATCH, "ErrorEquals", "Next");
    }

    private static void entries(JsonNode value, DefinitionPath at, Setting setting, List<Field> fields, String... required) {
        if (!value.isArray()) {
            setting.findings().schema(at, "Expected value of type Array");
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode entry = value.path(i);
            DefinitionPath place = at.child(i);
            if (!entry.isObject()) {
                setting.findings().schema(place, "Expected value of type Object");
                continue;
            }
            setting.findings().required(entry, place, required);
            ObjectChecks.fields(entry, place, setting, fields);
            if (entry.has("ErrorEquals")) {
                errors(entry.path("ErrorEquals"), place.child("ErrorEquals"), setting, i == value.size() - 1);
            }
        }
    }

    private static void errors(JsonNode names, DefinitionPath at, Setting setting, boolean last) {
        if (!names.isArray()) {
            setting.findings().schema(at, "Expected value of type Array");
            return;
        }
        if (names.isEmpty()) {
            setting.findings().schema(at, "Value cannot be empty");
        }
        boolean all = false;
        for (int i = 0; i < names.size(); i++) {
            FieldCheck.STRING.check(names.path(i), at.child(i), setting);
            all |= names.path(i).asText().equals("States.ALL");
        }
        if (all && (names.size() > 1 || !last)) {
            setting.findings().schema(at, "States.ALL must appear alone and at end of list");
        }
    }
}
