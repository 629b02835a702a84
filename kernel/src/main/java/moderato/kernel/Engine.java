package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs definitions, and answers what is asked about their runs.
 *
 * <p>Safe for many threads. Runs are named by their id, see {@link RunIdentity#id()}. Every method throws {@link EngineException} when it
 * cannot do what it is asked for, and the kind says why.
 */
public interface Engine extends AutoCloseable {

    /**
     * Starts a run, and returns when that is kept for good.
     *
     * <p>A second start with the same id, definition and input while the run goes on gives that run.
     *
     * @throws InvalidDefinitionException when the definition is not valid
     */
    RunSummary start(StartRequest request);

    /** Waits until a run is over. A parked run ends the waiting with an {@link EngineException} that says why. */
    Outcome await(String run) throws InterruptedException;

    /** Waits until a run is over, but not longer than a time; absent when it goes on then. */
    Optional<Outcome> await(String run, Duration patience) throws InterruptedException;

    /** What is kept about a run; absent when there is none with this id. */
    Optional<RunDetails> describe(String run);

    /** The runs that a filter lets through, newest first. */
    RunPage list(RunFilter filter);

    /** What happened in a run until now; an event's id is its place, from 1. */
    List<HistoryEvent> history(String run);

    /** Tells a listener what happened in a run, from its start, and goes on as it happens until the following is closed. */
    Following follow(String run, RunListener listener);

    /** Asks a run to stop, and returns when that is kept for good. */
    void stop(String run, Optional<String> error, Optional<String> cause);

    /** Makes an ended run go on from where it failed, timed out or was stopped. */
    default void redrive(String run) {
        redrive(run, Optional.empty());
    }

    /** The same, with something that is to be different from now on, see {@link Event.Redriven#input()}. */
    default void redrive(String run, Optional<JsonNode> input) {
        redrive(run, input, Optional.empty());
    }

    /** The same, with other settings for its handlers from now on, where they are given. */
    void redrive(String run, Optional<JsonNode> input, Optional<JsonNode> settings);

    /** Answers the token of a task with {@link Outcome.Succeeded} or {@link Outcome.Failed}, and returns when that is kept for good. */
    void answer(String token, Outcome outcome);

    /** Says that the work on the task of a token goes on. */
    void heartbeat(String token);

    /**
     * Takes the next task of an activity.
     *
     * @param activity the activity's ARN, which tasks name as their resource
     * @param worker who takes it, for people
     * @param patience how long to wait for one
     */
    Optional<ActivityTask> pollActivity(String activity, String worker, Duration patience) throws InterruptedException;

    /** Lets go of everything; runs that are open go on with the next engine. */
    @Override
    void close();

    /** A listener at work. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }
}
