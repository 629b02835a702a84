package moderato.kernel;

/** Where a program says what happened, for the history that users see. */
public interface Recorder {

    /** A recorder for when nobody reads the history: replay and the embedded engine, which recompute it on demand. */
    Recorder NONE = new Recorder() {
        @Override
        public void record(HistoryEvent event) {
            // nobody reads it
        }

        @Override
        public boolean wanted() {
            return false;
        }
    };

    /** Takes the next event of the history; ids are given by place, from 1. */
    void record(HistoryEvent event);

    /** Whether anybody reads the history; a program need not make events when nobody does. */
    default boolean wanted() {
        return true;
    }
}
