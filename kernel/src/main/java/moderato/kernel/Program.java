package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The pure interpreter of one definition: from a run's state and an event to the next state and commands.
 *
 * <p>There is no I/O, clock, random number or id inside; whatever it must know from outside it asks by a command and learns by an event.
 * Hence the state of a run is the fold of its events, on any driver.
 *
 * @param <S> the state of a run at rest: immutable
 */
public interface Program<S> {

    /** The state before {@link Event.Started}. */
    S initial();

    /**
     * Moves a run as far as it can go inside one event.
     *
     * <p>An event that no longer concerns the run, and any event but {@link Event.Redriven} for one that has ended, gives back the very
     * same state and no commands.
     *
     * @param recorder is told what users see in the run's history
     */
    Transition<S> on(S state, Event event, Recorder recorder);

    /** The state as JSON, from which {@link #fromJson} makes an equal one. */
    JsonNode toJson(S state);

    /** The state that {@link #toJson} wrote. */
    S fromJson(JsonNode json);
}
