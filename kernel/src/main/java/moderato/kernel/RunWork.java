package moderato.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an open run has under way outside: handlers at work, tokens, timers and children.
 *
 * <p>In the hands of whoever has the run in hand, but for the tasks that wait their turn, which the threads that work on tasks take.
 */
final class RunWork {

    /** So many children of a run may be on their way into the journal. */
    private static final int CHILDREN_AT_ONCE = 64;

    private final EngineCore core;
    private final ActiveRun run;
    private final PendingWork pending;
    private final Map<String, TaskAttempt> attempts = new HashMap<>(4);
    private final Map<String, TimerWheel.Timer> timers = new HashMap<>(2);
    private final ArrayDeque<PendingWork.Item> childrenToStart = new ArrayDeque<>(0);
    private int childrenStarting;

    // Guarded by the queue.
    private final ArrayDeque<TaskAttempt> tasksToStart = new ArrayDeque<>(0);
    private int tasksWorking;

    RunWork(EngineCore core, ActiveRun run, PendingWork pending) {
        this.core = core;
        this.run = run;
        this.pending = pending;
    }

    /** Starts what was asked for; gives one task that the caller may work on itself, if there is any. */
    @Nullable
    TaskAttempt start(Iterable<PendingWork.Item> items) {
        List<TaskAttempt> fresh = new ArrayList<>(1);
        for (PendingWork.Item item : items) {
            switch (item.command()) {
                case Command.StartTask task -> start(item, task, fresh);
                case Command.StartTimer timer -> timers.put(timer.path(), core.timers().set(timer.due().toEpochMilli(),
                        () -> run.post(Mail.Happened.of((at, seed) -> new Event.TimerFired(at, seed, timer.path())))));
                case Command.StartChild child -> childrenToStart.add(item);
                case Command.CancelTask task -> throw new IllegalStateException("a cancelled task is never pending");
                case Command.CancelTimer timer -> throw new IllegalStateException("a cancelled timer is never pending");
                case Command.StopChild child -> throw new IllegalStateException("a stopped child is never pending");
                case Command.Proceed proceed -> throw new IllegalStateException("to proceed is no work outside");
                case Command.End end -> throw new IllegalStateException("an end is no work outside");
            }
        }
        startChildren();
        return admit(fresh);
    }

    private void start(PendingWork.Item item, Command.StartTask task, List<TaskAttempt> fresh) {
        TaskAttempt attempt = new TaskAttempt(core, run, item, task);
        attempts.put(task.path(), attempt);
        attempt.answerToken().ifPresent(token -> core.tokens().put(token, attempt));
        if (attempt.handedOver()) {
            attempt.awaitToken();
        } else if (attempt.forWorkers()) {
            core.activities().offer(task.resource(), attempt);
        } else {
            fresh.add(attempt);
        }
    }

    /** Lets as many handlers work as may; the first is left to the caller, the others get threads of their own. */
    private @Nullable TaskAttempt admit(List<TaskAttempt> fresh) {
        if (fresh.isEmpty()) {
            return null;
        }
        int admitted;
        synchronized (tasksToStart) {
            admitted = Math.clamp(core.options().tasksPerRun() - (long) tasksWorking, 0, fresh.size());
            tasksWorking += admitted;
            tasksToStart.addAll(fresh.subList(admitted, fresh.size()));
        }
        for (int i = 1; i < admitted; i++) {
            spawn(fresh.get(i));
        }
        return admitted > 0 ? fresh.getFirst() : null;
    }

    /** Works on a task on a thread of its own. */
    void spawn(TaskAttempt attempt) {
        core.executor().execute(() -> workOn(attempt));
    }

    /** Works on a task on this thread, and then on those that waited for their turn. */
    void workOn(TaskAttempt first) {
        for (TaskAttempt attempt = first; attempt != null; attempt = nextTask()) {
            core.working(attempt);
        }
    }

    private @Nullable TaskAttempt nextTask() {
        TaskAttempt next;
        synchronized (tasksToStart) {
            next = tasksToStart.poll();
            if (next == null) {
                tasksWorking--;
                return null;
            }
        }
        // A run with very many short tasks lets others have the processor between two of them.
        Thread.yield();
        return next;
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
        synchronized (tasksToStart) {
            tasksToStart.clear();
        }
    }

    private void release(PendingWork.Item item) {
        String path = PendingWork.path(item.command());
        TaskAttempt attempt = attempts.remove(path);
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
