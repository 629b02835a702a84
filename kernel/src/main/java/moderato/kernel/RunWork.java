package moderato.kernel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What an open run has under way outside: handlers at work, tokens, timers and children.
 *
 * <p>In the hands of whoever has the run in hand, but for the tasks, which the threads that work on them take.
 */
final class RunWork {

    /** So many children of a run may be on their way into the journal. */
    private static final int CHILDREN_AT_ONCE = 64;
    /** After so long a thread with many short tasks steps back behind the threads of other runs. */
    private static final long SHARE_NANOS = 1_000_000;

    private final EngineCore core;
    private final ActiveRun run;
    private final PendingWork pending;
    private final Map<String, TimerWheel.Timer> timers = new HashMap<>(2);
    private final ArrayDeque<PendingWork.Item> childrenToStart = new ArrayDeque<>(0);
    private int childrenStarting;

    /*
     * A run has only as many threads as its handlers keep waiting: a thread that begins a task calls in another when all those that there are
     * have a task under way. Handlers that wait soon have a thread each; with those that do not, a few threads do a Map of 100,000, and
     * the tasks of other runs do not queue behind a thousand of its threads.
     */
    private final Object tasks = new Object();
    // Guarded by tasks.
    private final SequencedMap<String, PendingWork.Item> waiting = new LinkedHashMap<>(2);
    private final Map<String, TaskAttempt> attempts = new HashMap<>(2);
    private int threads;
    private int working;

    RunWork(EngineCore core, ActiveRun run, PendingWork pending) {
        this.core = core;
        this.run = run;
        this.pending = pending;
    }

    /** Starts what was asked for; true when there are tasks that want a thread: the caller {@linkplain #work works} on them, or {@linkplain #spawn calls one in}. */
    boolean start(Iterable<PendingWork.Item> items) {
        for (PendingWork.Item item : items) {
            switch (item.command()) {
                case Command.StartTask task -> start(item, task);
                case Command.StartTimer timer -> timers.put(timer.path(), core.timers().set(timer.due().toEpochMilli(),
                        () -> run.post(Mail.Happened.of((at, seed) -> new Event.TimerFired(at, seed, timer.path())))));
                case Command.StartChild child -> childrenToStart.add(item);
                case Command.StopTask stop -> stop(stop.path());
                case Command.CancelTask task -> throw new IllegalStateException("a cancelled task is never pending");
                case Command.CancelTimer timer -> throw new IllegalStateException("a cancelled timer is never pending");
                case Command.StopChild child -> throw new IllegalStateException("a stopped child is never pending");
                case Command.Proceed proceed -> throw new IllegalStateException("to proceed is no work outside");
                case Command.End end -> throw new IllegalStateException("an end is no work outside");
            }
        }
        startChildren();
        synchronized (tasks) {
            return callIn();
        }
    }

    /* Those that can be answered from outside are known at once, the others when their turn comes. */
    private void start(PendingWork.Item item, Command.StartTask task) {
        if (task.token().isEmpty() && !Activities.isActivity(task.resource())) {
            synchronized (tasks) {
                waiting.put(task.path(), item);
            }
            return;
        }
        TaskAttempt attempt = new TaskAttempt(core, run, item, task);
        boolean handedOver = attempt.handedOver();
        boolean forWorkers = attempt.forWorkers();
        synchronized (tasks) {
            attempts.put(task.path(), attempt);
            if (!handedOver && !forWorkers) {
                waiting.put(task.path(), item);
            }
        }
        attempt.answerToken().ifPresent(token -> core.tokens().put(token, attempt));
        if (handedOver) {
            attempt.awaitToken();
        } else if (forWorkers) {
            core.activities().offer(task.resource(), attempt);
        }
    }

    /* One whose turn has not come is told when it begins. */
    private void stop(String path) {
        TaskAttempt attempt;
        synchronized (tasks) {
            PendingWork.Item item = waiting.get(path);
            attempt = item == null ? attempts.get(path) : attempt(path, item);
        }
        if (attempt != null) {
            attempt.stop();
        }
    }

    private TaskAttempt attempt(String path, PendingWork.Item item) {
        return attempts.computeIfAbsent(path, absent -> new TaskAttempt(core, run, item, (Command.StartTask) item.command()));
    }

    /** Whether one more thread is to work; it is counted from here on. */
    private boolean callIn() {
        if (waiting.isEmpty() || threads > working || threads >= core.options().tasksPerRun()) {
            return false;
        }
        threads++;
        return true;
    }

    /** Works on the tasks on a thread of its own. */
    void spawn() {
        core.executor().execute(this::work);
    }

    /** Works on the tasks on this thread, until none is waiting. */
    void work() {
        long shareEnds = System.nanoTime() + SHARE_NANOS;
        for (TaskAttempt attempt = nextTask(); attempt != null; attempt = nextTask()) {
            core.working(attempt);
            if (finishedTask() && System.nanoTime() - shareEnds > 0) {
                // Not a yield, nor a new thread: the processor would take that from its own queue before it looks at what others submitted.
                LockSupport.parkNanos(1);
                shareEnds = System.nanoTime() + SHARE_NANOS;
            }
        }
    }

    private @Nullable TaskAttempt nextTask() {
        TaskAttempt next;
        boolean more;
        synchronized (tasks) {
            Map.Entry<String, PendingWork.Item> first = waiting.pollFirstEntry();
            if (first == null) {
                threads--;
                return null;
            }
            working++;
            next = attempt(first.getKey(), first.getValue());
            more = callIn();
        }
        if (more) {
            spawn();
        }
        return next;
    }

    private boolean finishedTask() {
        synchronized (tasks) {
            working--;
            return !waiting.isEmpty();
        }
    }

    private void startChildren() {
        while (childrenStarting < CHILDREN_AT_ONCE && !childrenToStart.isEmpty()) {
            PendingWork.Item item = childrenToStart.remove();
            if (item.command() instanceof Command.StartChild child && pending.at(child.path()) == item) {
                childrenStarting++;
                core.startChild(run, child, () -> run.post(new Mail.Chore(() -> {
                    childrenStarting--;
                    startChildren();
                })));
            }
        }
    }

    /** Gives up something that is no longer wanted, or that has ended. */
    void abandon(PendingWork.Item item) {
        release(item);
        if (item.command() instanceof Command.StartChild child) {
            core.stopChild(child.run().id());
        }
    }

    /** Gives up everything, but leaves children alone. */
    void releaseAll() {
        pending.items().forEach(this::release);
        childrenToStart.clear();
    }

    private void release(PendingWork.Item item) {
        String path = PendingWork.path(item.command());
        TaskAttempt attempt;
        synchronized (tasks) {
            waiting.remove(path);
            attempt = attempts.remove(path);
        }
        if (attempt != null) {
            attempt.cancel();
            attempt.answerToken().ifPresent(token -> core.tokens().remove(token, attempt));
        }
        TimerWheel.Timer timer = timers.remove(path);
        if (timer != null) {
            core.timers().cancel(timer);
        }
    }
}
