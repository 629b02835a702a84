package moderato.states;

import moderato.kernel.Event;

/**
 * One state of a machine, read from its definition and compiled: what it holds and what it does.
 *
 * <p>States are immutable and hold nothing of a run; the {@link Frame} they are given does.
 */
sealed interface State permits PassState, TaskState, ChoiceState, WaitState, SucceedState, FailState, ParallelState, MapState {

    /** What all states have. */
    StateHead head();

    /**
     * Begins the state's work, on entry and on each retry: leaves the state, fails, or rests.
     *
     * @throws StatesErrorException when the state's own data flow fails
     */
    void begin(Frame frame);

    /**
     * Goes on after an event that answers what the state itself asked for.
     *
     * @return false when the state does not wait for it; nothing has happened then
     * @throws StatesErrorException when the state's own data flow fails
     */
    default boolean proceed(Frame frame, Rest rest, Event event) {
        return false;
    }

    /**
     * Gives an event to one of the state's children.
     *
     * @param path the steps and children that lead to the event's place, from the root
     * @param depth how much of the path leads to the child's index
     * @return false when the child does not wait for it
     * @throws StatesErrorException when the state's own data flow fails
     */
    default boolean deliver(Frame frame, Rest rest, int[] path, int depth, Event event) {
        return false;
    }

    /** Begins more children, after others had their turn. */
    default void dispatch(Frame frame, Rest rest) {
        throw new IllegalStateException("a state without children is never interrupted");
    }
}
