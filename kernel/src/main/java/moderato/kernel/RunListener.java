package moderato.kernel;

/** Is told what happens in a run, in order, on a thread of the engine. */
public interface RunListener {

    /**
     * The history has one more event.
     *
     * @param id its place in the history, from 1
     */
    void happened(long id, HistoryEvent event);

    /** The run is over; nothing more is told, unless it is redriven. */
    default void ended(Outcome outcome) {
        // not everybody asks how it ends
    }

    /** The run cannot go on, for the reason given. */
    default void parked(String problem) {
        // not everybody can do something about it
    }
}
