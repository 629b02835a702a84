package moderato.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The durable log of runs and their events.
 *
 * <p>One thread writes; any thread may read. What {@link #commit} took is there after a crash, whole, or not at all. The journal sees
 * events as bytes: it keeps them, checks that they came back as they went in, and does not look inside. Commands are not kept: they are
 * computed from the events again, see {@link Replay}.
 *
 * <p>Every method throws {@link EngineException} with {@link EngineException.Kind#JOURNAL_FULL}, {@link
 * EngineException.Kind#JOURNAL_FAILED} or, when bytes did not come back as they went in, {@link EngineException.Kind#DAMAGED}.
 */
public interface Journal extends AutoCloseable {

    /** One thing to keep. */
    sealed interface Change {

        /** A text that runs name by its hash; kept once. */
        record Text(String hash, String text) implements Change {
        }

        /** A new run, with its first events. */
        record Begin(StoredRun run, byte[] events) implements Change {
        }

        /**
         * More events of a run.
         *
         * @param first the place of the first of them in the run, from 0
         */
        record Append(long run, int first, byte[] events) implements Change {
        }

        /** Where a run stands now. */
        record Update(StoredRun run) implements Change {
        }

        /** The state of a run after its first {@code events} events; replaces older ones. */
        record Snapshot(long run, int events, byte[] state) implements Change {
        }
    }

    /** Events of one run that follow each other, of which {@code first} is the place of the first, from 0. */
    record Entry(int first, byte[] events) {
    }

    /**
     * A run that has not ended.
     *
     * @param entries the events behind the snapshot, or all of them when there is none
     * @param damage why what is kept of it cannot be used; absent when all is well
     */
    record OpenRun(StoredRun run, Optional<Change.Snapshot> snapshot, List<Entry> entries, Optional<String> damage) {
    }

    /**
     * What an examination of everything kept found.
     *
     * @param runs how many runs there are
     * @param events how many entries of events there are
     * @param damage what is wrong, one sentence each, with what is intact; empty when nothing is
     */
    record Examination(long runs, long events, List<String> damage) {

        public Examination {
            damage = List.copyOf(damage);
        }
    }

    /** The highest number of a run; 0 when there is none. */
    long lastRun();

    /** Keeps changes for good, in their order, all or none. */
    void commit(List<Change> changes);

    /** The text with a hash. */
    Optional<String> text(String hash);

    /** Gives every run that is running or parked, oldest first. */
    void openRuns(Consumer<OpenRun> each);

    /** The run with an id. */
    Optional<StoredRun> find(String id);

    /**
     * The run with an id, looked for wherever it may be kept: for somebody who asks for it, not for every start.
     *
     * @throws EngineException when it is there and the journal's index has lost it
     */
    default Optional<StoredRun> search(String id) {
        return find(id);
    }

    /** The runs that a filter lets through, newest first. */
    RunPage list(RunFilter filter);

    /** The first events of a run. */
    Entry firstEntry(StoredRun run);

    /** All events of a run, in their order; where there are many, the list reads them as they are asked for. */
    List<Entry> entries(StoredRun run);

    /**
     * Removes runs that ended before an instant, with their events; called by the writing thread.
     *
     * @return how many were removed, at most {@code limit}
     */
    int forget(Instant endedBefore, int limit);

    /** Reads everything, and tells what is damaged. */
    Examination examine();

    @Override
    void close();
}
