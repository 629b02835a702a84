package moderato.states;

import java.util.List;

/**
 * What all states have.
 *
 * @param name the state's name
 * @param kind its kind
 * @param flow how data passes through it
 * @param next the place of the next state in the machine; {@link #END} where it is the last
 * @param retriers the entries of Retry
 * @param catchers the entries of Catch
 */
record StateHead(String name, StateKind kind, DataFlow flow, int next, List<Retrier> retriers, List<Catcher> catchers) {

    static final int END = -1;

    StateHead {
        retriers = List.copyOf(retriers);
        catchers = List.copyOf(catchers);
    }
}
