package moderato.states;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static moderato.states.FieldCheck.ANY;
import static moderato.states.FieldCheck.ASSIGN;
import static moderato.states.FieldCheck.BOOLEAN;
import static moderato.states.FieldCheck.PATH;
import static moderato.states.FieldCheck.PATH_OR_CALL;
import static moderato.states.FieldCheck.PATH_OR_NULL;
import static moderato.states.FieldCheck.REFERENCE_PATH;
import static moderato.states.FieldCheck.REFERENCE_PATH_OR_NULL;
import static moderato.states.FieldCheck.STRING;
import static moderato.states.FieldCheck.TEMPLATE;
import static moderato.states.FieldCheck.TEXT;
import static moderato.states.FieldCheck.TIMESTAMP;

/** Which fields each type of state has, in which query language, and what their values must be. */
final class StateFields {

    /** In which query language a field may be used. */
    enum Languages {
        BOTH, JSONPATH, JSONATA
    }

    /** A field: where it may be used, and the rule for its value. */
    record Field(String name, Languages languages, FieldCheck check) {
    }

    private static final long MOST_SECONDS = 99_999_999;

    private static final List<Field> COMMON = List.of(both("Type", STRING), both("Comment", STRING),
            both("QueryLanguage", FieldCheck.oneOf("JSONPath", "JSONata")));
    private static final List<Field> DATA = List.of(jsonPath("InputPath", PATH_OR_NULL), jsonPath("OutputPath", PATH_OR_NULL),
            jsonata("Output", TEMPLATE));
    private static final List<Field> NEXT = List.of(both("Next", STRING), both("End", BOOLEAN), both("Assign", ASSIGN));
    private static final List<Field> RESULT = List.of(jsonPath("ResultPath", REFERENCE_PATH_OR_NULL), jsonPath("Parameters", TEMPLATE));
    private static final List<Field> WORK = List.of(jsonPath("ResultSelector", TEMPLATE), both("Retry", RetryChecks::retry),
            both("Catch", RetryChecks::catches));

    private static final Map<String, Map<String, Field>> BY_TYPE = byType();

    private StateFields() {
    }

    private static Map<String, Map<String, Field>> byType() {
        Map<String, Map<String, Field>> types = new LinkedHashMap<>();
        types.put("Task",
                table(COMMON, DATA, NEXT, RESULT, WORK,
                        List.of(both("Resource", TaskChecks::resource), jsonata("Arguments", TEMPLATE),
                                both("TimeoutSeconds", FieldCheck.integer(1, MOST_SECONDS)), jsonPath("TimeoutSecondsPath", REFERENCE_PATH),
                                both("HeartbeatSeconds", FieldCheck.integer(1, MOST_SECONDS)),
                                jsonPath("HeartbeatSecondsPath", REFERENCE_PATH), both("Credentials", TaskChecks::credentials))));
        types.put("Wait",
                table(COMMON, DATA, NEXT, List.of(both("Seconds", FieldCheck.integer(0, MOST_SECONDS)), jsonPath("SecondsPath", PATH),
                        both("Timestamp", TIMESTAMP), jsonPath("TimestampPath", PATH))));
        types.put("Pass", table(COMMON, DATA, NEXT, RESULT, List.of(jsonPath("Result", TaskChecks::staticResult))));
        types.put("Succeed", table(COMMON, DATA));
        types.put("Fail", table(COMMON, List.of(both("Error", TEXT), both("Cause", TEXT), jsonPath("ErrorPath", PATH_OR_CALL),
                jsonPath("CausePath", PATH_OR_CALL))));
        types.put("Choice", table(COMMON, DATA, List.of(both("Assign", ASSIGN), both("Choices", ChoiceChecks::choices),
                both("Default", STRING))));
        types.put("Parallel", table(COMMON, DATA, NEXT, RESULT, WORK, List.of(both("Branches", ANY), jsonata("Arguments", TEMPLATE))));
        types.put("Map", table(COMMON, DATA, NEXT, RESULT, WORK, MapChecks.FIELDS));
        return types;
    }

    @SafeVarargs
    private static Map<String, Field> table(List<Field>... groups) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Arrays.stream(groups).flatMap(List::stream).forEach(field -> fields.put(field.name(), field));
        return fields;
    }

    static Field both(String name, FieldCheck check) {
        return new Field(name, Languages.BOTH, check);
    }

    static Field jsonPath(String name, FieldCheck check) {
        return new Field(name, Languages.JSONPATH, check);
    }

    static Field jsonata(String name, FieldCheck check) {
        return new Field(name, Languages.JSONATA, check);
    }

    /** The types of state, in the order in which the service lists them. */
    static List<String> types() {
        return List.of("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map");
    }

    /** The fields of a type, by name; empty for an unknown type. */
    static Map<String, Field> of(String type) {
        return BY_TYPE.getOrDefault(type, Map.of());
    }
}
