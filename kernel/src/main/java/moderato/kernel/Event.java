package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to a run.
 *
 * <p>An event carries everything that a program may not find out by itself: the instant and a seed for whatever it draws at random or
 * names uniquely. Events that answer a command carry the path of that command; one whose path no longer matches the run's state is
 * dropped by the program.
 */
public sealed interface Event {

    /** When it happened. */
    Instant at();

    /** The entropy of this event; random numbers, tokens and ids derive from it and from the place in the run, never from elsewhere. */
    long seed();

    /** An event that answers the command at a place in the run. */
    sealed interface AtPath extends Event {
        /** The path of the task, timer or child: {@code step.child.step...}. */
        String path();
    }

    /** The run began. Always the first event, and only that. */
    record Started(Instant at, long seed, RunIdentity run, JsonNode input) implements Event {
    }

    /** Outside work was handed over and goes on elsewhere, as with a {@code .sync} job; the output tells where. */
    record TaskSubmitted(Instant at, long seed, String path, JsonNode output) implements AtPath {
    }

    /**
     * A task ended, whichever way; the first outcome of an attempt counts.
     *
     * @param began when a worker took the task; absent when none did
     * @param worker who took it, where outside workers ask for tasks
     */
    record TaskEnded(Instant at, long seed, String path, Outcome outcome, Optional<Instant> began, Optional<String> worker) implements AtPath {

        /** The end of a task that no outside worker took. */
        public TaskEnded(Instant at, long seed, String path, Outcome outcome, Optional<Instant> began) {
            this(at, seed, path, outcome, began, Optional.empty());
        }
    }

    /**
     * A task was silent for longer than its heartbeat.
     *
     * @param began when a worker took the task; absent where an older build wrote the event
     * @param worker who took it, where outside workers ask for tasks
     */
    record HeartbeatMissed(Instant at, long seed, String path, Optional<Instant> began, Optional<String> worker) implements AtPath {
    }

    /** A timer came due. */
    record TimerFired(Instant at, long seed, String path) implements AtPath {
    }

    /** A child run ended. */
    record ChildEnded(Instant at, long seed, String path, Outcome outcome) implements AtPath {
    }

    /** Somebody answered the token of a task that waited for it. */
    record TokenAnswered(Instant at, long seed, String path, Outcome outcome) implements AtPath {
    }

    /** Somebody asked the run to stop. */
    record StopAsked(Instant at, long seed, Optional<String> error, Optional<String> cause) implements Event {
    }

    /**
     * An ended run was asked to go on from where it failed. The only event that an ended run accepts.
     *
     * @param input what is to be different from now on, in a form of the program's own; a program that knows of nothing drops an event that brings some
     */
    record Redriven(Instant at, long seed, Optional<JsonNode> input) implements Event {
    }

    /** The answer to {@link Command.Proceed}: nothing happened in between, go on. */
    record Proceeded(Instant at, long seed) implements Event {
    }
}
