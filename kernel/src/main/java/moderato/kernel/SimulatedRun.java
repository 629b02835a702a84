package moderato.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of the {@link InMemoryEngine}, with all that happened in it. */
public final class SimulatedRun {

    /** Who is told when a child ends. */
    record Parent(SimulatedRun run, String path) {
    }

    private final StartRequest request;
    private final Folding<?> folding;
    private final List<Event> events = new ArrayList<>();
    private final List<HistoryEvent> history = new ArrayList<>();
    private @Nullable Parent parent;
    final PendingWork pending = new PendingWork();
    private @Nullable Outcome outcome;

    /** The program and its state, of one type that nobody else needs to name. */
    private static final class Folding<S> {
        private final Program<S> program;
        private S state;

        Folding(Program<S> program) {
            this.program = program;
            this.state = program.initial();
        }

        @Nullable
        List<Command> on(Event event, Recorder recorder) {
            Transition<S> transition = program.on(state, event, recorder);
            if (transition.state() == state) {
                return null;
            }
            state = transition.state();
            return transition.commands();
        }
    }

    SimulatedRun(StartRequest request, Program<?> program, @Nullable Parent parent) {
        this.request = request;
        this.folding = new Folding<>(program);
        this.parent = parent;
    }

    /** Takes an event; null when the program dropped it. */
    PendingWork.@Nullable Change take(Event event, boolean recorded) {
        List<Command> commands = folding.on(event, recorded ? history::add : Recorder.NONE);
        if (commands == null) {
            return null;
        }
        events.add(event);
        PendingWork.Change change = pending.fold(event, commands);
        if (event instanceof Event.Redriven) {
            outcome = null;
        }
        change.end().ifPresent(end -> outcome = end);
        return change;
    }

    Optional<Parent> parent() {
        return Optional.ofNullable(parent);
    }

    /** Has another place told when it ends. */
    void adopt(Parent place) {
        parent = place;
    }

    StartRequest request() {
        return request;
    }

    /** Who it is. */
    public RunIdentity run() {
        return request.run();
    }

    /** How it ended; absent while it waits for something that only comes from outside. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** What users see of it; an event's id is its place, from 1. */
    public List<HistoryEvent> history() {
        return Collections.unmodifiableList(history);
    }

    /** The events that it took. */
    public List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    /** The tokens that it waits for. */
    public List<String> tokens() {
        return pending.items().stream()
                .flatMap(item -> item.command() instanceof Command.StartTask task ? task.token().stream() : Optional.<String>empty().stream())
                .toList();
    }
}
