package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Event;
import moderato.kernel.Outcome;
import moderato.kernel.PersistentVector;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import moderato.kernel.Transition;

/**
 * An execution while one event is being worked in: which steps may start, what follows from a step that is over, and when all is.
 *
 * <p>It lives for one event. Only the followers of a step that changed are looked at, so an event costs what it changes and not what the
 * pipeline holds.
 */
final class Execution {

    private final Plan plan;
    private final Nodes nodes;
    private final Event event;
    private final List<Command> commands = new ArrayList<>();
    private final Deque<Integer> settled = new ArrayDeque<>();
    private final History history;
    private final StepWork work;
    private final LoopWork loops;
    private PipelineRun.Phase phase;
    private final RunIdentity run;
    private final Instant started;
    private final JsonNode input;
    private PersistentVector<StepState> steps;
    private final ReadySteps ready;
    private int begun;
    private int running;
    private int looping;
    private boolean failing;
    private String reason;
    private Optional<StartOptions> options = Optional.empty();

    Execution(Plan plan, PipelineRun state, Event event, Recorder recorder) {
        this.plan = plan;
        this.nodes = new Nodes(plan);
        this.event = event;
        this.history = new History(this, recorder);
        this.work = new StepWork(this);
        this.loops = new LoopWork(this);
        boolean first = event instanceof Event.Started;
        phase = state.phase();
        run = event instanceof Event.Started begin ? begin.run() : state.run();
        input = switch (event) {
            case Event.Started begin -> begin.input();
            case Event.Redriven again -> again.input().map(given -> StartOptions.retried(state.input(), given)).orElse(state.input());
            default -> state.input();
        };
        started = first ? event.at() : state.started();
        steps = first ? PersistentVector.repeat(StepState.WAITING, plan.size()) : state.steps();
        ready = new ReadySteps(this, state.ready());
        begun = state.begun();
        running = state.running();
        looping = state.looping();
        failing = state.failing();
        reason = state.reason();
    }

    Plan plan() {
        return plan;
    }

    Nodes nodes() {
        return nodes;
    }

    RunIdentity run() {
        return run;
    }

    Instant started() {
        return started;
    }

    JsonNode input() {
        return input;
    }

    PipelineRun.Phase phase() {
        return phase;
    }

    String reason() {
        return reason;
    }

    Instant now() {
        return event.at();
    }

    long seed() {
        return event.seed();
    }

    PersistentVector<StepState> steps() {
        return steps;
    }

    History history() {
        return history;
    }

    StartOptions options() {
        if (options.isEmpty()) {
            options = Optional.of(StartOptions.of(plan, input));
        }
        return options.get();
    }

    Node node(int number) {
        return nodes.of(steps, number);
    }

    StepState state(int number) {
        return steps.get(number);
    }

    Values values(Node node) {
        return new Values(plan, steps, run, started, options().parameters(), node);
    }

    void command(Command command) {
        commands.add(command);
    }

    /** Appends the states of a loop's children, and gives the number of the first. */
    int append(int count) {
        int first = steps.size();
        for (int i = 0; i < count; i++) {
            steps = steps.plus(StepState.WAITING);
        }
        return first;
    }

    /** Replaces a step's state, and keeps the counts in step with it. */
    void put(int number, StepState next) {
        StepPhase before = steps.get(number).phase();
        count(before, -1);
        count(next.phase(), 1);
        steps = steps.with(number, next);
        if (next.phase().over() && !before.over()) {
            settled.add(number);
        }
    }

    private void count(StepPhase counted, int by) {
        if (counted == StepPhase.LOOPING) {
            looping += by;
        } else if (counted.active()) {
            running += by;
        }
    }

    /** A step is over, one way or another. */
    void end(Node node, StepPhase how, JsonNode properties, String failure) {
        put(node.number(), state(node.number()).change(draft -> draft.phase(how).ended(now()).properties(properties).failure(failure)
                .reads(StepState.NOTHING).digests(StepState.NOTHING).removed(state(node.number()).origin() == StepState.Origin.CACHE ? state(node.number()).removed() : List.of())));
        if ((how == StepPhase.FAILED || how == StepPhase.STOPPED) && !node.child() && !plan.tolerated(node.template())) {
            failing = true;
        }
        history.step(node);
    }

    /** The first event: checks the input, and starts what can start. */
    void start() {
        phase = PipelineRun.Phase.EXECUTING;
        history.execution();
        if (!options().problems().isEmpty()) {
            failRun("ValidationException: " + String.join(" ", options().problems()));
            return;
        }
        if (!options().selected().isEmpty()) {
            new ReferenceWork(this).select();
            return;
        }
        for (int number = 0; number < plan.size(); number++) {
            consider(number);
        }
    }

    void refer(Command ask) {
        phase = PipelineRun.Phase.REFERRING;
        command(ask);
    }

    /** Looks at all steps again, after something outside them changed. */
    void considerAll() {
        phase = PipelineRun.Phase.EXECUTING;
        for (int number = 0; number < steps.size(); number++) {
            consider(number);
        }
    }

    void failRun(String why) {
        reason = why;
        finish(PipelineRun.Phase.FAILED);
    }

    void consider(int number) {
        ready.consider(number);
    }

    /** Has a step that is over done again, whatever the cache says, and the loop that it is a child of with it; who is ready to follow waits for that. */
    void recall(int number, String wantedBy) {
        put(number, state(number).change(draft -> draft.phase(StepPhase.WAITING).from(StepState.Origin.OWN, "").wantedBy(wantedBy)));
        ready.holdBack(number);
        int loop = node(number).loop();
        if (loop >= 0 && state(loop).phase() == StepPhase.SUCCEEDED) {
            put(loop, state(loop).in(StepPhase.LOOPING));
            ready.holdBack(loop);
            history.step(node(loop));
        }
        consider(number);
    }

    /** Works until the execution rests: followers of what is over, then what may start, again and again. */
    Transition<PipelineRun> rest() {
        boolean moved = true;
        while (moved && !phase.over()) {
            while (!settled.isEmpty()) {
                settle(node(settled.remove()));
            }
            // Conditions need no work of others: they go first, so that what they lead to starts beside what became ready with them.
            moved = ready.begin(true, failing) || ready.begin(false, failing);
            if (moved && ready.hadItsTurn()) {
                command(new Command.Proceed());
                return transition();
            }
        }
        if (!phase.over() && running == 0 && looping == 0 && phase != PipelineRun.Phase.REFERRING) {
            finish(new Ending(plan, steps).of(phase));
        }
        return transition();
    }

    private void settle(Node node) {
        for (int follower : plan.followers(node.template())) {
            if (!plan.inBody(follower)) {
                consider(follower);
            } else if (node.child() && plan.loopOf(follower) == node.loop()) {
                consider(nodes.seenFrom(steps, node, follower));
            } else {
                loops.considerChildren(plan.loopOf(follower), follower);
            }
        }
        if (node.child()) {
            loops.childEnded(node.loop());
        }
    }

    StepWork work() {
        return work;
    }

    LoopWork loops() {
        return loops;
    }

    /** How many steps are at work. */
    int running() {
        return running;
    }

    private void finish(PipelineRun.Phase how) {
        phase = how;
        boolean failed = how == PipelineRun.Phase.FAILED || how == PipelineRun.Phase.COMPLETED_WITH_FAILURES;
        if (failed && reason.isEmpty()) {
            reason = "Step failure: One or multiple steps failed.";
        }
        history.execution();
        command(new Command.End(switch (how) {
            case SUCCEEDED -> new Outcome.Succeeded(StepState.NOTHING);
            case STOPPED -> new Outcome.Stopped(Optional.empty(), Optional.empty());
            case COMPLETED_WITH_FAILURES -> Outcome.Failed.of("CompletedWithFailures", reason);
            default -> Outcome.Failed.of(new Ending(plan, steps).error(reason), reason);
        }));
    }

    /** Somebody asked for a stop: what can be stopped is, what cannot is waited for. False when it is stopping already. */
    boolean stop() {
        if (phase == PipelineRun.Phase.STOPPING) {
            return false;
        }
        boolean referring = phase == PipelineRun.Phase.REFERRING;
        phase = PipelineRun.Phase.STOPPING;
        history.execution();
        if (referring) {
            command(new Command.CancelTask(ReferenceWork.PATH));
        }
        for (int number = 0; number < steps.size(); number++) {
            if (state(number).phase().active()) {
                work.stop(node(number));
            }
        }
        plan.loops().forEach(loops::childEnded);
        return true;
    }

    /** An ended execution goes on: what failed, was stopped or never ran is looked at again, what succeeded stays. */
    boolean redrive() {
        if (!new Ending(plan, steps).mayGoOn(phase, reason) || !options().problems().isEmpty()) {
            return false;
        }
        failing = false;
        reason = "";
        ready.clear();
        for (int number = 0; number < steps.size(); number++) {
            StepState state = state(number);
            if (state.phase() != StepPhase.SUCCEEDED && state.origin() == StepState.Origin.OWN) {
                boolean resumed = !state.items().isEmpty();
                put(number, state.change(draft -> draft.phase(resumed ? StepPhase.LOOPING : StepPhase.WAITING).failure("")));
            }
        }
        phase = PipelineRun.Phase.EXECUTING;
        history.execution();
        if (!options().selected().isEmpty()) {
            new ReferenceWork(this).leaveOut();
        }
        considerAll();
        return true;
    }

    private Transition<PipelineRun> transition() {
        return new Transition<>(new PipelineRun(phase, run, started, now(), input, steps, phase.over() ? List.of() : ready.numbers(), begun, running, looping, failing, reason),
                commands);
    }

    /** The place of the next step to begin, from 1. */
    int nextOrder() {
        return ++begun;
    }

    /** Hands an outcome to the step that waits for it; false when none does. */
    boolean ended(String path, Outcome outcome) {
        if (path.equals(ReferenceWork.PATH)) {
            return phase == PipelineRun.Phase.REFERRING && new ReferenceWork(this).answered(outcome);
        }
        return StepPath.of(path).filter(_ -> !phase.over()).flatMap(step -> nodes.named(steps, step.name()).map(node -> work.ended(node, step, outcome))).orElse(false);
    }

    boolean woken(String path) {
        return StepPath.of(path).filter(_ -> phase == PipelineRun.Phase.EXECUTING)
                .flatMap(step -> nodes.named(steps, step.name()).map(node -> work.woken(node, step))).orElse(false);
    }
}
