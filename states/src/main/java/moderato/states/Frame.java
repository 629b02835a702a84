package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import moderato.kernel.Event;
import org.jspecify.annotations.Nullable;

/**
 * A branch while an event moves it: the {@link Branch} on local variables.
 *
 * <p>A chain of states runs on these variables alone; records are made only where the branch comes to rest. Lives inside one
 * {@link Turn}.
 */
final class Frame {

    /** How far a frame has come. */
    enum Progress {
        RUNNING, RESTING, SUCCEEDED, FAILED
    }

    final Turn turn;
    private final StateMachine machine;
    private final String prefix;
    private final @Nullable MapItem item;
    private final Map<String, JsonNode> outer;
    private final Supplier<JsonNode> context = this::context;

    private Map<String, JsonNode> own;
    private Map<String, JsonNode> visible;
    private int step;
    private long last;

    private int place;
    private JsonNode input = JsonNodeFactory.instance.nullNode();
    private long entered;
    private long before;
    private Instant enteredAt = Instant.EPOCH;
    private List<Integer> retries = List.of();
    private @Nullable String token;

    private Progress progress = Progress.RUNNING;
    private @Nullable Rest rest;
    private @Nullable Failure failure;

    /** A branch about to begin, or to go on where {@link #wake} tells it. */
    Frame(Turn turn, StateMachine machine, String prefix, Optional<MapItem> item, Map<String, JsonNode> outer, long last) {
        this.turn = turn;
        this.machine = machine;
        this.prefix = prefix;
        this.item = item.orElse(null);
        this.outer = outer;
        this.own = Map.of();
        this.visible = outer;
        this.last = last;
    }

    /** Begins the branch. */
    void start(JsonNode branchInput) {
        place = machine.start();
        input = branchInput;
        run();
    }

    /** Enters one state and does no more than it can do by itself, as TestState does. */
    void attempt(int only, JsonNode stateInput, List<Integer> soFar) {
        place = only;
        input = stateInput;
        enter(head());
        retries = soFar;
    }

    /** Takes the branch up where it rested. */
    Frame wake(Branch branch) {
        step = branch.step();
        last = branch.last();
        own = branch.variables();
        visible = Variables.merged(outer, own);
        rest = branch.rest();
        progress = Progress.RESTING;
        switch (branch.rest()) {
            case Rest.Ready ready -> {
                place = ready.state();
                input = ready.input();
            }
            case Rest.InState inState -> resume(inState.visit());
        }
        return this;
    }

    private void resume(Visit visit) {
        place = visit.state();
        input = visit.input();
        entered = visit.entered();
        before = visit.before();
        enteredAt = visit.at();
        retries = visit.retries();
    }

    /** The branch at rest again. */
    Branch settle() {
        return new Branch(step, last, own, Objects.requireNonNull(rest));
    }

    /** Enters state after state until the branch rests or is at its end. */
    private void run() {
        while (progress == Progress.RUNNING) {
            if (!turn.takeTransition()) {
                interrupt(new Rest.Ready(place, input));
                return;
            }
            State state = machine.state(place);
            enter(state.head());
            begin(state);
        }
    }

    private void enter(StateHead head) {
        step++;
        before = last;
        enteredAt = turn.at;
        retries = List.of();
        last = turn.isWatched() ? turn.tell(new StatesEvent.Entered(turn.at, last, head.kind().entered(), head.name(), input))
                : turn.count();
        entered = last;
    }

    private void begin(State state) {
        token = null;
        progress = Progress.RUNNING;
        try {
            state.begin(this);
        } catch (StatesErrorException e) {
            Recovery.from(this, e);
        }
    }

    /**
     * Gives an event to the place that it is for.
     *
     * @param path the steps and children that lead there, from the root
     * @param depth how much of the path leads to this branch
     * @return false when there is nothing that waits for it
     */
    boolean deliver(int[] path, int depth, Event event) {
        if (path[depth] != step || !(rest instanceof Rest at)) {
            return false;
        }
        State state = at instanceof Rest.Ready ? null : machine.state(place);
        boolean taken;
        try {
            if (depth + 1 < path.length) {
                taken = state != null && state.deliver(this, at, path, depth + 1, event);
            } else if (event instanceof Event.Proceeded) {
                taken = continues(state, at);
            } else if (at instanceof Rest.Delayed && event instanceof Event.TimerFired) {
                again();
                taken = true;
            } else {
                taken = state != null && state.proceed(this, at, event);
            }
        } catch (StatesErrorException e) {
            Recovery.from(this, e);
            taken = true;
        }
        if (taken) {
            run();
        }
        return taken;
    }

    private boolean continues(@Nullable State state, Rest at) {
        progress = Progress.RUNNING;
        if (state != null) {
            state.dispatch(this, at);
        }
        return true;
    }

    private void again() {
        step++;
        begin(machine.state(place));
    }

    // ---- what states ask of their frame

    /** The state that the branch is in. */
    StateHead head() {
        return machine.state(place).head();
    }

    /** The raw input of the state. */
    JsonNode input() {
        return input;
    }

    /** The id of the event of the state's entry. */
    long entered() {
        return entered;
    }

    /** The id of the last event of the branch. */
    long last() {
        return last;
    }

    /** The place that a command of this step is known by. */
    String path() {
        return prefix + step;
    }

    /** What is kept of the state while it rests. */
    Visit visit() {
        return new Visit(place, input, entered, before, enteredAt, retries);
    }

    /** What an expression of the state sees. */
    EvaluationScope scope() {
        return new EvaluationScope(input, context, visible, Optional.empty(), Optional.empty(), turn.at, turn);
    }

    /** Begins another step of the state, which commands are known by from here on. */
    void nextStep() {
        step++;
    }

    /** The token that {@code $$.Task.Token} tells from here on, until the state is begun anew. */
    void showToken(String value) {
        token = value;
    }

    /** Tells an event that leads on to the next. */
    void note(String type, Supplier<ObjectNode> details) {
        last = aside(type, last, details);
    }

    /** Tells an event that leads nowhere, and gives its id. */
    long aside(String type, long previous, Supplier<ObjectNode> details) {
        return turn.isWatched() ? turn.tell(new StatesEvent.Other(turn.at, previous, type, details.get())) : turn.count();
    }

    /** Tells an event that happened before this turn, when a worker took a task. */
    void noteAt(Instant when, String type, Supplier<ObjectNode> details) {
        last = turn.isWatched() ? turn.tell(new StatesEvent.Other(when, last, type, details.get())) : turn.count();
    }

    /** Makes the next event follow another than the last one told, as after the children of a Map. */
    void follow(long event) {
        last = event;
    }

    /** Leaves the state for the one that its definition names. */
    void leave(DataFlow.Result result) {
        leave(result, head().next());
    }

    /** Leaves the state. */
    void leave(DataFlow.Result result, int next) {
        StateHead head = head();
        JsonNode output = result.output();
        if (output != input) {
            PayloadSize.check(output, head.name());
        }
        if (!result.assigned().isEmpty()) {
            assign(result.assigned());
        }
        last = turn.isWatched()
                ? turn.tell(new StatesEvent.Exited(turn.at, last, head.kind().exited(), head.name(), output, result.assigned()))
                : turn.count();
        input = output;
        if (next == StateHead.END) {
            progress = Progress.SUCCEEDED;
        } else {
            place = next;
            progress = Progress.RUNNING;
        }
    }

    /** Rests until an event comes for this place. */
    void rest(Rest at) {
        rest = at;
        progress = Progress.RESTING;
    }

    /** Rests only until others had their turn. */
    void interrupt(Rest at) {
        rest(at);
        turn.interrupted.add(path());
    }

    /** Fails the branch where no Retry or Catch can help, as a Fail state does. */
    void giveUp(Failure why) {
        giveUp(why, Optional.empty());
    }

    /**
     * Fails the branch.
     *
     * @param residue where the state rested with its children, for a redrive
     */
    void giveUp(Failure why, Optional<Rest.InState> residue) {
        rest = new Rest.Failed(visit(), residue);
        failure = why;
        progress = Progress.FAILED;
    }

    /** Fails the state: retries it, hands the error to a Catch, or fails the branch. */
    void fail(Failure why) {
        Recovery.from(this, why, Optional.empty(), Optional.empty());
    }

    /** How often each of the state's retriers has retried; empty: none has. */
    List<Integer> retries() {
        return retries;
    }

    /** Keeps how often each of the state's retriers has retried. */
    void countRetries(List<Integer> counts) {
        retries = counts;
    }

    // ---- what containers ask of the frames of their children

    /** The frame of a child: of a branch, or of an iteration with its item. */
    Frame child(StateMachine body, int index, Optional<MapItem> childItem, long previous) {
        return new Frame(turn, body, path() + "." + index + ".", childItem.or(() -> Optional.ofNullable(item)), visible, previous);
    }

    Progress progress() {
        return progress;
    }

    /** The output of a branch that succeeded. */
    JsonNode output() {
        return input;
    }

    /** Why a branch failed. */
    Failure failure() {
        return Objects.requireNonNull(failure);
    }

    // ---- variables and context

    private void assign(Map<String, JsonNode> assigned) {
        own = Variables.merged(own, assigned);
        visible = Variables.merged(outer, own);
    }

    /** What an expression sees that is about one item of the state's Map. */
    EvaluationScope scope(JsonNode effective, MapItem about) {
        return new EvaluationScope(effective, () -> context(about), visible, Optional.empty(), Optional.empty(), turn.at, turn);
    }

    private JsonNode context() {
        return context(item);
    }

    /** The context object as the state sees it now. */
    private JsonNode context(@Nullable MapItem item) {
        if (turn.pretended().isPresent()) {
            JsonNode pretended = turn.pretended().get();
            return item == null ? pretended : ContextObject.withItem(pretended, item);
        }
        return ContextObject.of(turn, head(), enteredAt, visit().retryCount(), Optional.ofNullable(item), Optional.ofNullable(token));
    }
}
