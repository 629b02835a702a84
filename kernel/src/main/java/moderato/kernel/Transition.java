package moderato.kernel;

import java.util.List;

/**
 * Where an event took a run.
 *
 * @param state the next state; the very same as before when the event was dropped
 * @param commands what the run now asks for, in order
 */
public record Transition<S>(S state, List<Command> commands) {

    public Transition {
        commands = List.copyOf(commands);
    }
}
