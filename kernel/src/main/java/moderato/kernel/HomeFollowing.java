package moderato.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener that goes on listening when the owner of a home goes away and another takes over. */
final class HomeFollowing implements Engine.Following {

    private final Supplier<Engine> engines;
    private final Consumer<Engine> gone;
    private final String run;
    private final RunListener listener;
    private volatile boolean closed;
    private Engine.@Nullable Following under;
    private long told;

    HomeFollowing(Supplier<Engine> engines, Consumer<Engine> gone, String run, RunListener listener) {
        this.engines = engines;
        this.gone = gone;
        this.run = run;
        this.listener = listener;
    }

    void start() {
        Thread.ofVirtual().start(() -> {
            try {
                while (!closed && !follow(engines.get())) {
                    // the next owner tells the rest
                }
            } catch (EngineException e) {
                if (!closed) {
                    listener.parked(String.valueOf(e.getMessage()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Follows on one engine; true when there is nothing more to come. */
    private boolean follow(Engine engine) throws InterruptedException {
        if (engine instanceof EngineClient client) {
            try {
                JsonLines lines = client.lines();
                under(lines::close);
                if (EngineClient.follow(lines, run, new Rest(new CountDownLatch(1)))) {
                    return true;
                }
            } catch (EngineClient.OwnerGoneException e) {
                // The next one is asked.
            }
            gone.accept(engine);
            return false;
        }
        CountDownLatch over = new CountDownLatch(1);
        Engine.Following own = engine.follow(run, new Rest(over));
        under(() -> {
            own.close();
            over.countDown();
        });
        over.await();
        return true;
    }

    private synchronized void under(Engine.Following following) {
        under = following;
        if (closed) {
            following.close();
        }
    }

    /** Tells only what was not told before. */
    private final class Rest implements RunListener {
        private final CountDownLatch over;

        Rest(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public void happened(long id, HistoryEvent event) {
            if (id > told && !closed) {
                told = id;
                listener.happened(id, event);
            }
        }

        @Override
        public void ended(Outcome outcome) {
            listener.ended(outcome);
            over.countDown();
        }

        @Override
        public void parked(String problem) {
            listener.parked(problem);
            over.countDown();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (under != null) {
            under.close();
        }
    }
}
