package moderato.kernel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that writes to the journal.
 *
 * <p>Whatever runs ask for while a commit is under way goes into the next one together, so that many runs share the wait for the disk.
 * When the disk is full, what was asked for is kept and tried again until there is space.
 */
final class JournalWriter implements AutoCloseable {

    /** Something to be written. */
    interface Request {

        List<Journal.Change> changes();

        /** It is kept for good. Called on a thread of the executor. */
        void committed();

        /** The journal is full; true to be tried again until there is space. */
        boolean paused(EngineException why);

        /** It will never be written. */
        void failed(EngineException why);

        /** A request whose fate nobody waits for. */
        static Request of(Journal.Change... changes) {
            List<Journal.Change> all = List.of(changes);
            return new Request() {
                @Override
                public List<Journal.Change> changes() {
                    return all;
                }

                @Override
                public void committed() {
                    // nobody waits for it
                }

                @Override
                public boolean paused(EngineException why) {
                    return true;
                }

                @Override
                public void failed(EngineException why) {
                    // nobody waits for it
                }
            };
        }
    }

    /** At most this many requests share a commit, so that the first of them need not wait long for the last. */
    private static final int TOGETHER = 512;
    /** A commit is closed at this size, for the same reason. */
    private static final int BYTES_TOGETHER = 2 << 20;
    private static final long RETRY_MILLIS = 250;

    private final Journal journal;
    private final Executor executor;
    private final Consumer<EngineException> broken;
    private final Consumer<String> full;
    private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Runnable> chores = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean closed;

    /**
     * A writer that works at once.
     *
     * @param full is told the reason when the journal is full, and an empty text when it no longer is
     * @param broken is told when nothing can be written any more
     */
    JournalWriter(Journal journal, Executor executor, Consumer<String> full, Consumer<EngineException> broken) {
        this.journal = journal;
        this.executor = executor;
        this.full = full;
        this.broken = broken;
        this.thread = Thread.ofPlatform().name("moderato-journal").unstarted(this::work);
        thread.start();
    }

    void submit(Request request) {
        queue.add(request);
        if (closed && queue.remove(request)) {
            request.failed(new EngineException(EngineException.Kind.CLOSED, "the engine is closed"));
        }
    }

    /** Has something done on this thread, between two commits. */
    void chore(Runnable work) {
        chores.add(work);
        queue.add(Request.of());
    }

    private void work() {
        List<Request> together = new ArrayList<>(TOGETHER);
        List<Journal.Change> changes = new ArrayList<>(2 * TOGETHER);
        try {
            while (!closing || !queue.isEmpty()) {
                gather(together, changes);
                write(together, changes);
                together.clear();
                changes.clear();
                for (Runnable chore = chores.poll(); chore != null; chore = chores.poll()) {
                    chore.run();
                }
            }
            fail(together, new EngineException(EngineException.Kind.CLOSED, "the engine is closed"));
        } catch (EngineException e) {
            broken.accept(e);
            fail(together, e);
        } catch (InterruptedException e) {
            fail(together, new EngineException(EngineException.Kind.CLOSED, "the engine was closed while the journal was full", e));
        } catch (RuntimeException | Error e) {
            EngineException why = new EngineException(EngineException.Kind.JOURNAL_FAILED, "the journal cannot be written: " + e, e);
            broken.accept(why);
            fail(together, why);
        }
    }

    private void gather(List<Request> together, List<Journal.Change> changes) throws InterruptedException {
        int bytes = 0;
        Request next = queue.take();
        do {
            together.add(next);
            changes.addAll(next.changes());
            bytes += size(next.changes());
            next = together.size() < TOGETHER && bytes < BYTES_TOGETHER ? queue.poll() : null;
        } while (next != null);
    }

    private static int size(List<Journal.Change> changes) {
        int sum = 0;
        for (Journal.Change change : changes) {
            sum += switch (change) {
                case Journal.Change.Begin begin -> begin.events().length;
                case Journal.Change.Append append -> append.events().length;
                case Journal.Change.Snapshot snapshot -> snapshot.state().length;
                case Journal.Change.Text text -> text.text().length();
                case Journal.Change.Update update -> 100;
            };
        }
        return sum;
    }

    private void write(List<Request> together, List<Journal.Change> changes) throws InterruptedException {
        boolean paused = false;
        while (!together.isEmpty()) {
            try {
                if (!changes.isEmpty()) {
                    journal.commit(changes);
                }
                if (paused) {
                    full.accept("");
                }
                for (Request request : together) {
                    executor.execute(request::committed);
                }
                return;
            } catch (EngineException e) {
                if (e.kind() != EngineException.Kind.JOURNAL_FULL) {
                    throw e;
                }
                if (!paused) {
                    full.accept(String.valueOf(e.getMessage()));
                }
                paused = true;
                pause(together, changes, e);
            }
        }
        full.accept("");
    }

    private void pause(List<Request> together, List<Journal.Change> changes, EngineException why) throws InterruptedException {
        dropUnlessKept(together.iterator(), why);
        changes.clear();
        together.forEach(request -> changes.addAll(request.changes()));
        if (!together.isEmpty()) {
            Request more = queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            if (more != null && more.paused(why)) {
                together.add(more);
                changes.addAll(more.changes());
            }
        }
    }

    private static void dropUnlessKept(Iterator<Request> requests, EngineException why) {
        while (requests.hasNext()) {
            if (!requests.next().paused(why)) {
                requests.remove();
            }
        }
    }

    private void fail(List<Request> together, EngineException why) {
        closed = true;
        queue.drainTo(together);
        together.forEach(request -> request.failed(why));
    }

    /** Writes what was asked for, and ends; gives up at once when the journal is full. */
    @Override
    public void close() {
        closing = true;
        queue.add(Request.of());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(5_000);
                if (thread.isAlive()) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
