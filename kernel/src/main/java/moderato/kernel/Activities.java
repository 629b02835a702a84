package moderato.kernel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tasks that wait for outside workers, by activity, oldest first. */
final class Activities {

    private final Map<String, ArrayDeque<TaskAttempt>> waiting = new HashMap<>();
    private boolean closed;

    /** Whether a resource is an activity: a place where outside workers ask for tasks. */
    static boolean isActivity(String resource) {
        return resource.contains(":activity:");
    }

    synchronized void offer(String activity, TaskAttempt attempt) {
        waiting.computeIfAbsent(activity, name -> new ArrayDeque<>()).add(attempt);
        notifyAll();
    }

    synchronized Optional<ActivityTask> poll(String activity, String worker, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!closed) {
            ArrayDeque<TaskAttempt> queue = waiting.getOrDefault(activity, new ArrayDeque<>());
            for (TaskAttempt attempt = queue.poll(); attempt != null; attempt = queue.poll()) {
                Optional<ActivityTask> task = attempt.takenBy(worker);
                if (task.isPresent()) {
                    return task;
                }
            }
            waiting.remove(activity);
            long left = Math.ceilDiv(deadline - System.nanoTime(), 1_000_000);
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.empty();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
