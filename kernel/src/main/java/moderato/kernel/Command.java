package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run asks the outside to do.
 *
 * <p>A driver commits the event and the commands that it caused in one transaction before it acts on any of them, so every command is
 * acted on at least once. Tasks, timers and children are known by their path, which a run never uses twice.
 */
public sealed interface Command {

    /**
     * Do outside work.
     *
     * @param path the task's place in the run; the attempt is part of it
     * @param resource what is to do it, such as {@code arn:aws:states:::lambda:invoke} or {@code job:processing}
     * @param payload what the worker is given
     * @param timeout how long the task may take before it has {@link Outcome.TimedOut}; none: as long as it likes
     * @param heartbeat how long it may be silent before {@link Event.HeartbeatMissed}
     * @param token the token that answers the task from outside; with it, the handler's own return does not end the task
     * @param mostBytes how large the output may be as JSON text: {@link Limits#PAYLOAD_BYTES}, or {@link Limits#FILE_BYTES} where the
     *         program takes a whole file, which is no data of a state
     */
    record StartTask(String path, String resource, JsonNode payload, Optional<Duration> timeout, Optional<Duration> heartbeat,
            Optional<String> token, int mostBytes) implements Command {

        /** A task whose output is data of a state. */
        public StartTask(String path, String resource, JsonNode payload, Optional<Duration> timeout, Optional<Duration> heartbeat,
                Optional<String> token) {
            this(path, resource, payload, timeout, heartbeat, token, Limits.PAYLOAD_BYTES);
        }
    }

    /** The outcome of a task is no longer wanted; whoever works on it is told to stop. */
    record CancelTask(String path) implements Command {
    }

    /**
     * Whoever works on a task is told to stop, and how it ends still counts: {@link Outcome.Stopped} when it heeds that. Pending as long
     * as the task is.
     */
    record StopTask(String path) implements Command {
    }

    /** Wake the run at an instant. */
    record StartTimer(String path, Instant due) implements Command {
    }

    /** The timer is no longer wanted. */
    record CancelTimer(String path) implements Command {
    }

    /**
     * Start another run and tell this one how it ended. A run that this one started before, at another place, and that did not succeed, is
     * redriven instead; an express one begins anew.
     *
     * @param definition what the child runs; kept once however many children share it
     * @param express whether the child's own history need not outlive it
     */
    record StartChild(String path, Definition definition, RunIdentity run, JsonNode input, boolean express) implements Command {
    }

    /** The outcome of a child is no longer wanted; it is stopped. */
    record StopChild(String path) implements Command {
    }

    /** The run has more to do at once, but lets others, a stop and its timeouts come first. */
    record Proceed() implements Command {
    }

    /** The run is over. */
    record End(Outcome outcome) implements Command {
    }
}
