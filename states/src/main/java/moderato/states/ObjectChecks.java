package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import moderato.states.FieldCheck.Setting;
import moderato.states.StateFields.Field;
import moderato.states.StateFields.Languages;

/** Holds an object against a table of fields. */
final class ObjectChecks {

    private ObjectChecks() {
    }

    static void fields(JsonNode object, DefinitionPath at, Setting setting, Collection<Field> fields) {
        fields(object, at, setting, fields.stream().collect(Collectors.toMap(Field::name, Function.identity())));
    }

    static void fields(JsonNode object, DefinitionPath at, Setting setting, Map<String, Field> fields) {
        setting.findings().unknownFields(object, at, fields.keySet());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Field field = fields.get(member.getKey());
            if (field != null) {
                field(field, member.getValue(), at, setting);
            }
        }
    }

    /** Holds the value of one field of the object at a place against its rule. */
    static void field(Field field, JsonNode value, DefinitionPath at, Setting setting) {
        if (field.languages() == Languages.JSONPATH && setting.jsonata()) {
            wrongLanguage(field.name(), at, setting, "JSONata", "JSONPath");
        } else if (field.languages() == Languages.JSONATA && !setting.jsonata()) {
            wrongLanguage(field.name(), at, setting, "JSONPath", "JSONata");
        } else {
            field.check().check(value, at.child(field.name()), setting);
        }
    }

    private static void wrongLanguage(String field, DefinitionPath at, Setting setting, String set, String needed) {
        setting.findings().schema(at, at.child(field),
                "The QueryLanguage is set to '%s', but field '%s' is only supported for the '%s' QueryLanguage".formatted(set, field, needed), "");
    }

    /** An object with fields of its own, all optional. */
    static FieldCheck object(List<Field> fields, String... required) {
        return (value, at, setting) -> {
            if (!value.isObject()) {
                setting.findings().schema(at, "Expected value of type Object");
                return;
            }
            setting.findings().required(value, at, required);
            fields(value, at, setting, fields);
        };
    }
}
