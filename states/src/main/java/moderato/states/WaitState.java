package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Event;

/**
 * A Wait: lets time pass.
 *
 * @param until Seconds or Timestamp, or one of their Path forms
 */
record WaitState(StateHead head, ValueField until) implements State {

    /** The longest wait that the service takes, in seconds. */
    private static final long LONGEST = 99_999_999;

    static WaitState read(StateHead head, StateReader reader) {
        return new WaitState(head, reader.value("Seconds").or(() -> reader.value("Timestamp"))
                .orElseThrow(() -> reader.wrong("needs Seconds or Timestamp")));
    }

    @Override
    public void begin(Frame frame) {
        Instant due = due(frame);
        if (!due.isAfter(frame.turn.at)) {
            over(frame);
            return;
        }
        frame.rest(new Rest.Waiting(frame.visit()));
        frame.turn.ask(new Command.StartTimer(frame.path(), due));
    }

    @Override
    public boolean proceed(Frame frame, Rest rest, Event event) {
        if (rest instanceof Rest.Waiting && event instanceof Event.TimerFired) {
            over(frame);
            return true;
        }
        return false;
    }

    private void over(Frame frame) {
        frame.leave(head.flow().pass(frame.scope()));
    }

    private Instant due(Frame frame) {
        EvaluationScope scope = head.flow().isJsonata() ? frame.scope() : frame.scope().withInput(head.flow().input(frame.scope()));
        if (until.name().startsWith("Seconds")) {
            return frame.turn.at.plusSeconds(seconds(scope));
        }
        JsonNode value = value(scope, JsonataExpression.Kind.STRING);
        return (value.isTextual() ? Timestamps.parse(value.textValue()) : Optional.<Instant>empty())
                .orElseThrow(() -> until.isPath()
                        ? StatesErrorException
                                .runtime("The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s"
                                        .formatted(until.source(), shown(value)))
                        : StatesErrorException
                                .queryEvaluation("The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: %s"
                                        .formatted(shown(value))));
    }

    private long seconds(EvaluationScope scope) {
        JsonNode value = value(scope, JsonataExpression.Kind.NUMBER);
        long seconds;
        try {
            seconds = new BigDecimal(value.asText()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong("cannot be parsed as a long value", value);
        }
        if (seconds < 0) {
            throw wrong("references a negative value", value);
        }
        return Math.min(seconds, LONGEST);
    }

    private static String shown(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private StatesErrorException wrong(String how, JsonNode value) {
        return until.isPath()
                ? StatesErrorException.runtime("The SecondsPath parameter %s: %s == %s".formatted(how, until.source(), shown(value)))
                : StatesErrorException.queryEvaluation("The Seconds field %s: %s".formatted(how, shown(value)));
    }

    private JsonNode value(EvaluationScope scope, JsonataExpression.Kind kind) {
        return until.find(scope, kind).orElseThrow(
                () -> StatesErrorException.runtime("The %s parameter does not reference an input value: %s".formatted(until.name(),
                        until.source())));
    }
}
