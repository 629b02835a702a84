package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every program must keep to, checked on a run that has happened.
 *
 * <p>The run's events are folded again, once as they are and once with the state turned into JSON text and back between any two events;
 * commands, history and state must be the same throughout. Outcomes that come twice, and events that come after the end, must be dropped.
 */
public final class ReplayContract {

    private ReplayContract() {
    }

    /** Checks a run of the in-memory engine, which recorded its history. */
    public static void check(Program<?> program, SimulatedRun run) {
        check(program, run.events(), run.history());
    }

    /** Checks a run by its events and the history that it had undisturbed. */
    public static <S> void check(Program<S> program, List<Event> events, List<HistoryEvent> history) {
        List<HistoryEvent> replayed = new ArrayList<>();
        List<HistoryEvent> resumed = new ArrayList<>();
        S state = program.initial();
        S thawed = program.initial();
        for (int i = 0; i < events.size(); i++) {
            Event event = throughJson(events.get(i));
            thawed = thaw(program, thawed);
            Transition<S> straight = program.on(state, event, replayed::add);
            Transition<S> fromSnapshot = program.on(thawed, event, resumed::add);
            String place = "event " + (i + 1) + " of " + events.size() + ", " + event;
            assertThat(fromSnapshot.commands()).as("commands after a snapshot, %s", place).isEqualTo(straight.commands());
            assertThat(CommandDigest.of(fromSnapshot.commands())).as("digest, %s", place).isEqualTo(CommandDigest.of(straight.commands()));
            assertThat(straight.state()).as("an event that happened is not dropped, %s", place).isNotSameAs(state);
            state = straight.state();
            thawed = fromSnapshot.state();
            assertThat(json(program, thawed)).as("state after a snapshot, %s", place).isEqualTo(json(program, state));
            dropsTheSameOutcomeAgain(program, state, event, place);
        }
        assertThat(lines(replayed)).as("history of a replay").isEqualTo(lines(history));
        assertThat(lines(resumed)).as("history of a replay from snapshots").isEqualTo(lines(history));
    }

    private static <S> void dropsTheSameOutcomeAgain(Program<S> program, S state, Event event, String place) {
        boolean outcome = event instanceof Event.AtPath && !(event instanceof Event.TaskSubmitted);
        if (outcome) {
            Transition<S> again = program.on(state, event, Recorder.NONE);
            assertThat(again.state()).as("the first outcome counts, %s", place).isSameAs(state);
            assertThat(again.commands()).as("a dropped event asks for nothing, %s", place).isEmpty();
        }
    }

    private static Event throughJson(Event event) {
        Event read = EventCodec.event(EventCodec.tree(EventCodec.encode(event)));
        assertThat(read).as("an event read from its JSON").isEqualTo(event);
        return read;
    }

    private static <S> S thaw(Program<S> program, S state) {
        return program.fromJson(json(program, state));
    }

    private static <S> JsonNode json(Program<S> program, S state) {
        return EventCodec.tree(EventCodec.bytes(program.toJson(state)));
    }

    private static List<String> lines(List<HistoryEvent> history) {
        return history.stream().map(event -> event.at() + " " + event.type() + " " + event.toJson()).toList();
    }
}
