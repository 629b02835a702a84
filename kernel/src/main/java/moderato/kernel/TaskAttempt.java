package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** One attempt at a task of a run of the embedded engine: its handler at work, its time limits and its token. */
final class TaskAttempt implements CommandContext {

    private final EngineCore core;
    private final ActiveRun owner;
    private final PendingWork.Item item;
    private final Command.StartTask task;
    private volatile boolean cancelled;
    private volatile boolean stopping;
    private volatile boolean toldHandedOver;
    private volatile long lastBeat;
    private volatile @Nullable Instant began;
    private volatile @Nullable String worker;
    private @Nullable Thread thread;
    private TimerWheel.@Nullable Timer timeout;
    private TimerWheel.@Nullable Timer silence;

    TaskAttempt(EngineCore core, ActiveRun owner, PendingWork.Item item, Command.StartTask task) {
        this.core = core;
        this.owner = owner;
        this.item = item;
        this.task = task;
    }

    /** The token that answers it: the program's, or for an activity one that derives from the event that asked for it. */
    Optional<String> answerToken() {
        return task.token().isPresent() || !forWorkers() ? task.token() : Optional.of(derivedToken());
    }

    private String derivedToken() {
        return DigestUtils.sha256Hex(item.seed() + " " + owner.stored().run().id() + " " + task.path());
    }

    /** Whether outside workers ask for it, rather than a handler being called. */
    boolean forWorkers() {
        return Activities.isActivity(task.resource()) && core.options().handlers().find(task.resource()).isEmpty();
    }

    /** Whether its handler has done its part, so that only the answer to its token is missing. */
    boolean handedOver() {
        return item.submitted() && task.token().isPresent();
    }

    /** Waits for its token only, as after a restart. */
    void awaitToken() {
        startLimits(item.since());
    }

    /** Does the work, on this thread. */
    void work() {
        if (!start()) {
            return;
        }
        Outcome outcome = HandlerCall.outcome(core.options().handlers(), task, this);
        boolean interrupted = finish();
        if (cancelled || core.closing() && interrupted) {
            return;
        }
        if (task.token().isPresent() && outcome instanceof Outcome.Succeeded accepted) {
            if (!toldHandedOver) {
                submitted(accepted.output());
            }
            return;
        }
        boolean heeded = stopping && interrupted && !(outcome instanceof Outcome.Succeeded);
        end(heeded ? new Outcome.Stopped(Optional.empty(), Optional.empty()) : outcome);
    }

    private synchronized boolean start() {
        if (cancelled || core.closing()) {
            return false;
        }
        thread = Thread.currentThread();
        if (stopping) {
            thread.interrupt();
        }
        begin();
        return true;
    }

    private void begin() {
        Instant now = core.now();
        began = now;
        startLimits(task.token().isPresent() ? item.since() : now);
    }

    private synchronized boolean finish() {
        thread = null;
        return Thread.interrupted();
    }

    /** A worker takes the task; what it is to work on, or nothing when it is no longer wanted. */
    synchronized Optional<ActivityTask> takenBy(String name) {
        if (cancelled || began != null) {
            return Optional.empty();
        }
        worker = name;
        begin();
        return Optional.of(new ActivityTask(answerToken().orElseThrow(), task.payload()));
    }

    private synchronized void startLimits(Instant from) {
        if (cancelled) {
            return;
        }
        task.timeout().ifPresent(limit -> timeout = core.timers().set(from.plus(limit).toEpochMilli(),
                () -> end(new Outcome.TimedOut(Optional.empty(), Optional.empty()))));
        task.heartbeat().ifPresent(this::listen);
    }

    private void listen(Duration limit) {
        lastBeat = core.now().toEpochMilli();
        silence = core.timers().set(lastBeat + limit.toMillis(), () -> silent(limit));
    }

    private synchronized void silent(Duration limit) {
        if (cancelled) {
            return;
        }
        long due = lastBeat + limit.toMillis();
        if (core.now().toEpochMilli() < due) {
            silence = core.timers().set(due, () -> silent(limit));
        } else {
            Optional<Instant> taken = Optional.ofNullable(began);
            Optional<String> by = Optional.ofNullable(worker);
            owner.post(Mail.Happened.of((at, seed) -> new Event.HeartbeatMissed(at, seed, task.path(), taken, by)));
        }
    }

    private void end(Outcome outcome) {
        owner.post(Mail.Happened.of(ended(outcome)));
    }

    private Mail.Draft ended(Outcome outcome) {
        Optional<Instant> taken = Optional.ofNullable(began);
        Optional<String> by = Optional.ofNullable(worker);
        return (at, seed) -> new Event.TaskEnded(at, seed, task.path(), outcome, taken, by);
    }

    /** The event that an answer to its token makes. */
    Mail.Draft answered(Outcome outcome) {
        return task.token().isPresent() ? (at, seed) -> new Event.TokenAnswered(at, seed, task.path(), outcome) : ended(outcome);
    }

    ActiveRun owner() {
        return owner;
    }

    /** Its outcome is no longer wanted. */
    synchronized void cancel() {
        cancelled = true;
        if (timeout != null) {
            core.timers().cancel(timeout);
        }
        if (silence != null) {
            core.timers().cancel(silence);
        }
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    /** Its handler is told to stop, and how it ends still counts. */
    synchronized void stop() {
        stopping = true;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    /** Ends its handler because the engine closes; the task stays pending. One that was told already is left to end. */
    synchronized void interrupt() {
        if (thread != null && !toldToEnd()) {
            thread.interrupt();
        }
    }

    /** Whether its handler was told to end before the engine closed. */
    boolean toldToEnd() {
        return cancelled || stopping;
    }

    @Override
    public Command.StartTask task() {
        return task;
    }

    @Override
    public RunIdentity run() {
        return owner.stored().run();
    }

    @Override
    public JsonNode settings() {
        return owner.settings();
    }

    @Override
    public Optional<String> token() {
        return answerToken();
    }

    @Override
    public void heartbeat() {
        lastBeat = core.now().toEpochMilli();
    }

    @Override
    public void submitted(JsonNode output) {
        toldHandedOver = true;
        Outcome checked = HandlerCall.checked(task.resource(), output, task.mostBytes());
        if (checked instanceof Outcome.Succeeded fine) {
            owner.post(Mail.Happened.of((at, seed) -> new Event.TaskSubmitted(at, seed, task.path(), fine.output())));
        } else {
            end(checked);
        }
    }

    @Override
    public boolean cancelled() {
        return toldToEnd();
    }
}
