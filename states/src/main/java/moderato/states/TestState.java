package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The service's TestState: tries one state with an input, and with a mocked result where it would call outside. */
public final class TestState {

    /** A request that is refused, as the service refuses it. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String code;

        RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }

        /** The name of the service's error. */
        public String code() {
            return code;
        }
    }

    static final String VALIDATION = "ValidationException";
    static final String INVALID_DEFINITION = "InvalidDefinition";

    /** The name that a state has where its definition stands alone. */
    private static final String NAMELESS = "StateName";

    /** A state with the machine that it is in, the names of the places there, and the states around it, the innermost first. */
    record Found(StateMachine machine, int place, List<String> names, List<Found> around) {

        boolean inMap() {
            return around.stream().anyMatch(outer -> outer.state() instanceof MapState);
        }

        State state() {
            return machine.state(place);
        }
    }

    private TestState() {
    }

    /**
     * Tries a state.
     *
     * @param request the fields of the service's request: {@code definition} (an object or its text), {@code stateName}, {@code input},
     *        {@code inspectionLevel}, {@code mock}, {@code stateConfiguration}, {@code context}, {@code variables}
     * @return the fields of the service's response; documents are text, as there
     * @throws RefusedException when the service would refuse the request
     */
    public static ObjectNode test(JsonNode request) {
        constraints(request);
        JsonNode definition = document(request.path("definition"), "definition");
        Found found = find(request, definition);
        TestMock mock = TestMock.read(request, found.state());
        Optional<JsonNode> context = request.hasNonNull("context") ? Optional.of(TestContext.read(document(request.path("context"), "context")))
                : Optional.empty();
        JsonNode input = request.hasNonNull("input") ? document(request.path("input"), "input") : JsonNodeFactory.instance.objectNode();
        JsonNode variables = request.hasNonNull("variables") ? document(request.path("variables"), "variables")
                : JsonNodeFactory.instance.objectNode();
        if (!variables.isObject()) {
            throw new RefusedException(VALIDATION, "The field 'variables' must be a JSON object");
        }
        StateTrial trial = new StateTrial(found, input, variables, context, mock, request.path("stateConfiguration"));
        return trial.run(request.path("inspectionLevel").asText("INFO"));
    }

    /** What the model of the service's API says of single fields. */
    private static void constraints(JsonNode request) {
        for (String count : List.of("retrierRetryCount", "mapIterationFailureCount")) {
            long value = request.path("stateConfiguration").path(count).asLong(0);
            if (value < 0) {
                throw violated(String.valueOf(value), "stateConfiguration." + count, "Member must have value greater than or equal to 0");
            }
        }
        oneOf("inspectionLevel", request.path("inspectionLevel").asText("INFO"), List.of("INFO", "DEBUG", "TRACE"));
        oneOf("mock.fieldValidationMode", request.path("mock").path("fieldValidationMode").asText("STRICT"), List.of("STRICT", "PRESENT", "NONE"));
    }

    private static void oneOf(String field, String value, List<String> values) {
        if (!values.contains(value)) {
            throw violated(value, field, "Member must satisfy enum value set: " + values);
        }
    }

    private static RefusedException violated(String value, String field, String constraint) {
        return new RefusedException(VALIDATION, "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s".formatted(value, field, constraint));
    }

    private static Found find(JsonNode request, JsonNode definition) {
        String name = request.path("stateName").asText("");
        if (name.isEmpty()) {
            DefinitionCheck check = DefinitionCheck.ofState(definition.toString());
            refuse(check);
            StateMachineReader.Alone alone = StateMachineReader.alone(NAMELESS, definition);
            return new Found(alone.machine(), 0, alone.names(), List.of());
        }
        refuse(DefinitionCheck.of(definition.toString(), DefinitionCheck.MachineType.STANDARD));
        return in(StateMachineReader.read(definition), name, List.of())
                .orElseThrow(() -> new RefusedException(VALIDATION, "State not found in definition"));
    }

    private static void refuse(DefinitionCheck check) {
        check.refusal().ifPresent(message -> {
            throw new RefusedException(INVALID_DEFINITION, message);
        });
    }

    private static Optional<Found> in(StateMachine machine, String name, List<Found> around) {
        List<String> names = machine.states().stream().map(state -> state.head().name()).toList();
        if (names.contains(name)) {
            return Optional.of(new Found(machine, names.indexOf(name), names, around));
        }
        for (int place = 0; place < names.size(); place++) {
            List<Found> outer = new ArrayList<>(around);
            outer.addFirst(new Found(machine, place, names, around));
            for (StateMachine body : inside(machine.state(place))) {
                Optional<Found> found = in(body, name, outer);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<StateMachine> inside(State state) {
        return switch (state) {
            case MapState map -> List.of(map.processor());
            case ParallelState parallel -> parallel.branches();
            case PassState ignored -> List.of();
            case TaskState ignored -> List.of();
            case ChoiceState ignored -> List.of();
            case WaitState ignored -> List.of();
            case SucceedState ignored -> List.of();
            case FailState ignored -> List.of();
        };
    }

    /** A document that may be given as its text. */
    private static JsonNode document(JsonNode node, String field) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return JsonText.read(node.textValue());
        } catch (JsonProcessingException e) {
            throw field.equals("definition") ? new RefusedException(INVALID_DEFINITION, "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: " + JsonText.why(e) + "'")
                    : new RefusedException(VALIDATION, "The field '%s' is no valid JSON".formatted(field));
        }
    }
}
