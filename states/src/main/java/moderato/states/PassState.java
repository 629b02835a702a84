package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A Pass: hands its input on, or what Result, Parameters or Output make of it.
 *
 * @param result the value of Result
 * @param plain whether it hands its input on as it is and assigns nothing
 */
record PassState(StateHead head, Optional<JsonNode> result, boolean plain) implements State {

    static PassState read(StateHead head, StateReader reader) {
        Optional<JsonNode> result = reader.has("Result") && !reader.isJsonata() ? Optional.of(reader.node("Result")) : Optional.empty();
        boolean plain = !reader.hasAny("Result", "InputPath", "Parameters", "ResultPath", "OutputPath", "Assign", "Output");
        return new PassState(head, result, plain);
    }

    @Override
    public void begin(Frame frame) {
        if (plain) {
            frame.leave(new DataFlow.Result(frame.input(), Map.of()));
            return;
        }
        EvaluationScope scope = frame.scope();
        if (head.flow().isJsonata()) {
            frame.leave(head.flow().pass(scope));
            return;
        }
        JsonNode effective = head.flow().input(scope);
        JsonNode value = head.flow().arguments(scope, effective);
        frame.leave(head.flow().leave(scope, result.orElse(value)));
    }
}
