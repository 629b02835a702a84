package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Event;
import moderato.kernel.Outcome;
import moderato.kernel.Program;
import moderato.kernel.Recorder;
import moderato.kernel.Transition;

/** The interpreter of one state machine. */
public final class StatesProgram implements Program<RunState> {

    /**
     * What may be set about the interpreter.
     *
     * @param mostEvents how many events a history may have before the run fails; AWS's quota is 25,000
     */
    public record Options(long mostEvents) {

        /** As the service does it. */
        public static final Options STANDARD = new Options(25_000);

        /** Without a bound on the history, as Express executions have none. */
        public static final Options UNBOUNDED = new Options(Long.MAX_VALUE);
    }

    /** The path of the timer that ends a run; states are known from step 1 on. */
    private static final String RUN_TIMER = "0";

    private final StateMachine machine;
    private final Options options;

    StatesProgram(StateMachine machine, Options options) {
        this.machine = machine;
        this.options = options;
    }

    @Override
    public RunState initial() {
        return RunState.INITIAL;
    }

    @Override
    public Transition<RunState> on(RunState state, Event event, Recorder recorder) {
        if (event instanceof Event.Started started) {
            return state.isUnborn() ? start(started, recorder) : dropped(state);
        }
        if (state.isUnborn()) {
            return dropped(state);
        }
        if (event instanceof Event.Redriven again) {
            return again.input().isEmpty() && state.outcome().filter(outcome -> !(outcome instanceof Outcome.Succeeded)).isPresent() ? redrive(state, event, recorder)
                    : dropped(state);
        }
        if (state.outcome().isPresent()) {
            return dropped(state);
        }
        return switch (event) {
            case Event.AtPath at when at instanceof Event.TimerFired && at.path().equals(RUN_TIMER) ->
                end(state, event, recorder, new Outcome.TimedOut(Optional.empty(), Optional.empty()));
            case Event.AtPath at -> advance(state, event, recorder, at.path());
            case Event.StopAsked stop -> end(state, event, recorder, new Outcome.Stopped(stop.error(), stop.cause()));
            case Event.Proceeded ignored -> proceed(state, event, recorder);
            case Event.Started ignored -> dropped(state);
            case Event.Redriven ignored -> dropped(state);
        };
    }

    private static Transition<RunState> dropped(RunState state) {
        return new Transition<>(state, List.of());
    }

    private Transition<RunState> start(Event.Started event, Recorder recorder) {
        RunState born = new RunState(event.run(), event.at(), event.input(), 0, 0, new Branch(0, 0, Map.of(), new Rest.Ready(-1, event.input())),
                List.of(), Optional.empty());
        Turn turn = new Turn(event, born, options, recorder);
        Frame root = root(turn, 0);
        try {
            if (turn.isWatched()) {
                ObjectNode details = JsonNodeFactory.instance.objectNode().put("input", event.input().toString());
                details.putObject("inputDetails").put("truncated", false);
                details.put("roleArn", event.run().role());
                turn.tell(new StatesEvent.Other(event.at(), 0, "ExecutionStarted", details));
            } else {
                turn.count();
            }
            machine.timeout().ifPresent(timeout -> turn.ask(new Command.StartTimer(RUN_TIMER, event.at().plus(timeout))));
            root.start(event.input());
        } catch (Turn.HistoryFullException e) {
            return full(born, turn);
        }
        return settle(born, turn, root);
    }

    private Frame root(Turn turn, long last) {
        return new Frame(turn, machine, "", Optional.empty(), Map.of(), last);
    }

    private Transition<RunState> advance(RunState state, Event event, Recorder recorder, String path) {
        int[] steps = Paths.parse(path);
        if (steps.length == 0) {
            return dropped(state);
        }
        Turn turn = new Turn(event, state, options, recorder);
        Frame root = root(turn, 0).wake(state.root());
        try {
            return root.deliver(steps, 0, event) ? settle(state, turn, root) : dropped(state);
        } catch (Turn.HistoryFullException e) {
            return full(state, turn);
        }
    }

    private Transition<RunState> proceed(RunState state, Event event, Recorder recorder) {
        if (state.interrupted().isEmpty()) {
            return dropped(state);
        }
        Turn turn = new Turn(event, state, options, recorder);
        Frame root = root(turn, 0).wake(state.root());
        try {
            root.deliver(Paths.parse(turn.interrupted.removeFirst()), 0, event);
            Transition<RunState> next = settle(state, turn, root);
            return next.state().interrupted().isEmpty() || !state.interrupted().isEmpty() && asksToProceed(next.commands()) ? next
                    : new Transition<>(next.state(), Paths.plus(next.commands(), new Command.Proceed()));
        } catch (Turn.HistoryFullException e) {
            return full(state, turn);
        }
    }

    private static boolean asksToProceed(List<Command> commands) {
        return commands.stream().anyMatch(Command.Proceed.class::isInstance);
    }

    private Transition<RunState> settle(RunState before, Turn turn, Frame root) {
        switch (root.progress()) {
            case SUCCEEDED -> {
                JsonNode output = root.output();
                ObjectNode details = JsonNodeFactory.instance.objectNode();
                if (turn.isWatched()) {
                    details.put("output", output.toString()).putObject("outputDetails").put("truncated", false);
                }
                turn.tellLast(new StatesEvent.Other(turn.at, root.last(), "ExecutionSucceeded", details));
                return over(before, turn, Branch.OVER, new Outcome.Succeeded(output));
            }
            case FAILED -> {
                Failure failure = root.failure();
                turn.tellLast(new StatesEvent.Other(turn.at, root.last(), "ExecutionFailed",
                        failure.describe(JsonNodeFactory.instance.objectNode())));
                return over(before, turn, root.settle(), new Outcome.Failed(failure.error(), failure.cause()));
            }
            case RESTING, RUNNING -> {
                if (before.interrupted().isEmpty() && !turn.interrupted.isEmpty()) {
                    turn.ask(new Command.Proceed());
                }
                return new Transition<>(state(before, turn, root.settle(), Optional.empty()), turn.commands);
            }
        }
        throw new IllegalStateException("a frame has no other progress");
    }

    private static RunState state(RunState before, Turn turn, Branch root, Optional<Outcome> outcome) {
        return new RunState(before.run(), before.began(), before.input(), turn.events(), turn.redrives, root,
                outcome.isPresent() ? List.of() : List.copyOf(turn.interrupted), outcome);
    }

    private Transition<RunState> over(RunState before, Turn turn, Branch root, Outcome outcome) {
        if (machine.timeout().isPresent()) {
            turn.ask(new Command.CancelTimer(RUN_TIMER));
        }
        turn.ask(new Command.End(outcome));
        return new Transition<>(state(before, turn, root, Optional.of(outcome)), turn.commands);
    }

    /** Ends a run from outside. */
    private Transition<RunState> end(RunState state, Event event, Recorder recorder, Outcome outcome) {
        Turn turn = new Turn(event, state, Options.UNBOUNDED, recorder);
        Abort.branch(turn, machine, "", state.root(), true);
        boolean late = outcome instanceof Outcome.TimedOut;
        Failure why = outcome instanceof Outcome.Stopped stopped ? Failure.of(stopped.error(), stopped.cause())
                : Failure.of(Optional.empty(), Optional.empty());
        turn.tellLast(new StatesEvent.Other(turn.at, state.root().last(), late ? "ExecutionTimedOut" : "ExecutionAborted",
                why.describe(JsonNodeFactory.instance.objectNode())));
        return over(state, turn, state.root(), outcome);
    }

    /** Ends a run whose history is full: nothing that this event asked for is asked for. */
    private Transition<RunState> full(RunState state, Turn turn) {
        turn.commands.clear();
        Abort.branch(turn, machine, "", state.root(), false);
        Failure why = Failure.of(Failure.RUNTIME,
                "The execution reached the maximum number of history events (%d).".formatted(options.mostEvents()));
        turn.tellLast(new StatesEvent.Other(turn.at, turn.events(), "ExecutionFailed",
                why.describe(JsonNodeFactory.instance.objectNode())));
        return over(state, turn, state.root(), new Outcome.Failed(why.error(), why.cause()));
    }

    private Transition<RunState> redrive(RunState state, Event event, Recorder recorder) {
        RunState again = new RunState(state.run(), state.began(), state.input(), state.events(), state.redrives() + 1, state.root(), List.of(),
                Optional.empty());
        Turn turn = new Turn(event, again, options, recorder);
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("redriveCount", again.redrives());
        turn.tellLast(new StatesEvent.Other(turn.at, 0, "ExecutionRedriven", details));
        Branch root = Redrive.branch(turn, machine, "", state.root());
        machine.timeout().ifPresent(timeout -> turn.ask(new Command.StartTimer(RUN_TIMER, turn.at.plus(timeout))));
        turn.ask(new Command.Proceed());
        return new Transition<>(state(again, turn, root, Optional.empty()), turn.commands);
    }

    /** The name of the state that a path leads to; empty when the run does not rest there. */
    Optional<String> stateAt(RunState state, String path) {
        int[] steps = Paths.parse(path);
        return steps.length == 0 ? Optional.empty() : Paths.state(machine, state.root(), steps, 0).map(found -> found.head().name());
    }

    @Override
    public JsonNode toJson(RunState state) {
        return RunStateJson.write(state);
    }

    @Override
    public RunState fromJson(JsonNode json) {
        return RunStateJson.read(json);
    }
}
