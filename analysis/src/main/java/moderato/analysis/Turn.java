package moderato.analysis;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/**
 * Whose turn it is at the cores of this process: as many pieces of work go on at once as there are cores to use, and of those that wait, the one whose
 * step is named first here goes next.
 *
 * <p>The steps of a moderation run beside each other. Were they all to share the cores alike, they would end together, and the steps behind them would
 * begin together at the end, when there is nothing left to do beside them. So those come first that others wait for. Results do not depend on it.
 */
enum Turn {
    TOXICITY,
    /** Nudity, objects, and what models of the user's look for: frames around hits are named after them, and looked at once more. */
    PICTURES,
    TEXT,
    SPEECH,
    FACES;

    private static final PriorityQueue<Waiting> QUEUE =
            new PriorityQueue<>(Comparator.comparing(Waiting::turn).thenComparing(Waiting::number));
    private static int working;
    private static long asked;

    private record Waiting(Turn turn, long number, Semaphore called) {}

    /** A turn that has come, until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until it is this step's turn. Pieces of work are short, so it is not interrupted. */
    Held take() {
        Waiting waiting;
        synchronized (QUEUE) {
            if (working < Cores.toUse()) {
                working++;
                return Turn::end;
            }
            waiting = new Waiting(this, asked++, new Semaphore(0));
            QUEUE.add(waiting);
        }
        waiting.called.acquireUninterruptibly();
        return Turn::end;
    }

    /** Hands the core over to the next who waits. */
    private static void end() {
        synchronized (QUEUE) {
            if (QUEUE.isEmpty()) {
                working--;
            } else {
                QUEUE.remove().called.release();
            }
        }
    }
}
