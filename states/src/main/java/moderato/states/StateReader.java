package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.InvalidDefinitionException.Problem;

/**
 * Reads the fields of one state, or of a part of it, of a definition that was found valid.
 *
 * <p>A placeholder of a deployment tool, {@code ${Name}}, may stand where a number is expected; such a field is read as absent.
 */
final class StateReader {

    private final String pointer;
    private final JsonNode node;
    private final boolean machineJsonata;
    private final boolean jsonata;
    private final Map<String, Integer> places;
    /** What locates a field of this part inside the state, as errors of expressions name it: {@code Choices[0]/}. */
    private final String within;

    /**
     * @param machineJsonata whether states that do not say otherwise speak JSONata; what is inside this one inherits it
     * @param jsonata whether this state does
     */
    StateReader(String pointer, JsonNode node, boolean machineJsonata, boolean jsonata, Map<String, Integer> places) {
        this(pointer, node, machineJsonata, jsonata, places, "");
    }

    private StateReader(String pointer, JsonNode node, boolean machineJsonata, boolean jsonata, Map<String, Integer> places, String within) {
        this.pointer = pointer;
        this.node = node;
        this.machineJsonata = machineJsonata;
        this.jsonata = jsonata;
        this.places = places;
        this.within = within;
    }

    /** A part of the state. */
    StateReader inside(String field, JsonNode part) {
        return new StateReader(pointer + "/" + field, part, machineJsonata, jsonata, places, within + field + "/");
    }

    /** One of the parts that a field lists. */
    StateReader inside(String field, int index) {
        return new StateReader(pointer + "/" + field + "/" + index, node.path(field).path(index), machineJsonata, jsonata, places,
                "%s%s[%d]/".formatted(within, field, index));
    }

    /** Whether the state's expressions are JSONata. */
    boolean isJsonata() {
        return jsonata;
    }

    boolean has(String field) {
        return node.has(field);
    }

    boolean hasAny(String... fields) {
        for (String field : fields) {
            if (node.has(field)) {
                return true;
            }
        }
        return false;
    }

    /** A field's value, missing where there is none. */
    JsonNode node(String field) {
        return node.path(field);
    }

    /** What is wrong with this place, for a definition that ought to have been refused. */
    InvalidDefinitionException wrong(String what) {
        return new InvalidDefinitionException(List.of(new Problem("SCHEMA_VALIDATION_FAILED", pointer, 0, 0, what)));
    }

    /** Whether what is inside the state speaks JSONata where it does not say otherwise. */
    boolean isMachineJsonata() {
        return machineJsonata;
    }

    String text(String field) {
        return node.path(field).asText();
    }

    /** The place of the state that a field names. */
    int place(String field) {
        Integer place = places.get(text(field));
        if (place == null) {
            throw wrong("there is no state named '%s'".formatted(text(field)));
        }
        return place;
    }

    /** The place after this state. */
    int next() {
        return node.has("Next") ? place("Next") : StateHead.END;
    }

    Optional<Long> number(String field) {
        return node.path(field).isNumber() ? Optional.of(node.path(field).longValue()) : Optional.empty();
    }

    /** A field with a value, or its Path form, or an expression in its place. */
    Optional<ValueField> value(String field) {
        if (!jsonata && node.path(field + "Path").isTextual()) {
            String name = field + "Path";
            String source = text(name);
            return Optional.of(new ValueField(name, source,
                    IntrinsicFunction.looksLikeOne(source) ? new ValueField.Form.Call(IntrinsicFunction.compile(source))
                            : new ValueField.Form.Path(JsonPathExpression.compile(source))));
        }
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (jsonata && value.isTextual() && JsonataExpression.isOne(value.textValue())) {
            JsonataExpression expression = JsonataExpression.compile(value.textValue(), within + field);
            return Optional.of(new ValueField(field, expression.source(), new ValueField.Form.Query(expression)));
        }
        return Optional.of(new ValueField(field, "", new ValueField.Form.Value(value)));
    }

    /** The same, of a number; a placeholder counts as absent. */
    Optional<ValueField> numeric(String field) {
        return value(field).filter(found -> !(found.form() instanceof ValueField.Form.Value value) || value.value().isNumber());
    }

    /** A field that holds a document with expressions in it. */
    Optional<PayloadTemplate> template(String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(jsonata ? PayloadTemplate.jsonata(value, within + field) : PayloadTemplate.jsonPath(value));
    }

    /** The machine inside the state. */
    StateMachine machine(String field, JsonNode definition) {
        return StateMachineReader.read(pointer + "/" + field, definition, machineJsonata);
    }

    /** How data passes through the state. */
    DataFlow flow() {
        return jsonata ? new JsonataFlow(template("Arguments"), template("Output"), template("Assign"))
                : new JsonPathFlow(gate("InputPath"), template("Parameters"), template("ResultSelector"), target(), gate("OutputPath"),
                        template("Assign"));
    }

    /** How data passes through a rule of a Choice: the rule assigns, the state's own paths stay. */
    DataFlow ruleFlow(StateReader state) {
        return jsonata ? flow()
                : new JsonPathFlow(state.gate("InputPath"), Optional.empty(), Optional.empty(), Optional.empty(), state.gate("OutputPath"),
                        template("Assign"));
    }

    private Optional<JsonPathFlow.Gate> gate(String field) {
        if (!node.has(field)) {
            return Optional.empty();
        }
        JsonNode value = node.path(field);
        if (value.isNull()) {
            return Optional.of(new JsonPathFlow.Gate(null));
        }
        JsonPathExpression path = JsonPathExpression.compile(value.asText());
        return path.isInput() ? Optional.empty() : Optional.of(new JsonPathFlow.Gate(path));
    }

    private Optional<JsonPathFlow.Target> target() {
        if (!node.has("ResultPath")) {
            return Optional.empty();
        }
        JsonNode value = node.path("ResultPath");
        if (value.isNull()) {
            return Optional.of(new JsonPathFlow.Target(null));
        }
        return value.asText().equals("$") ? Optional.empty()
                : Optional.of(new JsonPathFlow.Target(ReferencePath.compile(value.asText())));
    }

    List<Retrier> retriers() {
        List<Retrier> retriers = new ArrayList<>();
        JsonNode entries = node.path("Retry");
        for (int i = 0; i < entries.size(); i++) {
            StateReader entry = inside("Retry", i);
            retriers.add(new Retrier(entry.errors(), entry.number("IntervalSeconds").orElse(1L),
                    entry.number("MaxAttempts").orElse(3L).intValue(), entry.node("BackoffRate").asDouble(2.0),
                    entry.number("MaxDelaySeconds"), entry.text("JitterStrategy").equals("FULL")));
        }
        return retriers;
    }

    List<Catcher> catchers() {
        List<Catcher> catchers = new ArrayList<>();
        JsonNode entries = node.path("Catch");
        for (int i = 0; i < entries.size(); i++) {
            StateReader entry = inside("Catch", i);
            catchers.add(new Catcher(entry.errors(), entry.flow(), entry.place("Next")));
        }
        return catchers;
    }

    private List<String> errors() {
        List<String> errors = new ArrayList<>();
        node.path("ErrorEquals").forEach(name -> errors.add(name.asText()));
        return errors;
    }
}
