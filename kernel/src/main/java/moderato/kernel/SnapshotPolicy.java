package moderato.kernel;

import java.time.Instant;

/**
 * Decides when the state of a run is kept, so that a restart need not repeat all its events.
 *
 * <p>A small state is kept every {@value #EVERY} events. One that has grown large costs as much to keep as many events cost to repeat, so
 * it is left out, and looked at again when the run has twice as many events. A run that read a file holds what was in it: to make its state
 * only to see how large it is would take several times as much memory, so it is never kept.
 */
final class SnapshotPolicy {

    private static final int EVERY = 32;
    private static final int LARGEST = 32 * 1024;
    private static final int MOST_PENDING = 64;
    /** No payload is as large; only what was read of a file is. */
    private static final int FILE = 4 << 20;

    private int next;

    SnapshotPolicy(int events) {
        this.next = events + EVERY;
    }

    /** Learns how many bytes the run's latest events have. */
    void took(int bytes) {
        if (bytes > FILE) {
            next = Integer.MAX_VALUE;
        }
    }

    /** Keeps the state if it is time to. */
    void consider(EngineCore core, Replay<?> replay, PendingWork pending, long run, Instant lastAt) {
        if (replay.events() < next) {
            return;
        }
        if (pending.items().size() <= MOST_PENDING) {
            byte[] state = replay.freeze(pending, lastAt);
            if (state.length <= LARGEST) {
                next = replay.events() + EVERY;
                core.writer().submit(JournalWriter.Request.of(new Journal.Change.Snapshot(run, replay.events(), state)));
                return;
            }
        }
        next = 2 * replay.events();
    }
}
