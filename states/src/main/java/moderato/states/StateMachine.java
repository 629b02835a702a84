package moderato.states;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A machine: the whole definition, a branch of a Parallel, or what a Map does with each item.
 *
 * @param states the states, in the order of the definition; other places name them by index
 * @param start the place of the first one
 * @param timeout how long a run may take
 */
record StateMachine(List<State> states, int start, Optional<Duration> timeout) {

    StateMachine {
        states = List.copyOf(states);
    }

    State state(int place) {
        return states.get(place);
    }
}
