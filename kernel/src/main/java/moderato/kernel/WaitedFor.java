package moderato.kernel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A request to the journal's writer that somebody waits for, and that is dropped when the journal is full. */
final class WaitedFor implements JournalWriter.Request {

    private final List<Journal.Change> changes;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    WaitedFor(List<Journal.Change> changes) {
        this.changes = List.copyOf(changes);
    }

    /** Writes, and returns when that is kept for good. */
    void write(JournalWriter writer) {
        writer.submit(this);
        get(done);
    }

    /** What a future gives; what it fails with becomes an exception of this thread. */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw refusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.CLOSED, "interrupted while waiting for the journal", e);
        }
    }

    /** What a future failed with, as an exception of this thread. */
    static EngineException refusal(ExecutionException e) {
        return e.getCause() instanceof EngineException why
                ? new EngineException(why.kind(), String.valueOf(why.getMessage()), why)
                : new EngineException(EngineException.Kind.JOURNAL_FAILED, String.valueOf(e.getCause()), e);
    }

    @Override
    public List<Journal.Change> changes() {
        return changes;
    }

    @Override
    public void committed() {
        done.complete(true);
    }

    @Override
    public boolean paused(EngineException why) {
        done.completeExceptionally(why);
        return false;
    }

    @Override
    public void failed(EngineException why) {
        done.completeExceptionally(why);
    }
}
