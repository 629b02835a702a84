package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a home folder, whoever runs it.
 *
 * <p>The first process to open a home owns its journal, runs what is open in it, and listens on a Unix socket in the home; every other one
 * is its client. When the owner goes away, one of those that are there takes over, and calls under way are asked again; callers do not
 * notice.
 */
public final class HomeEngine implements Engine {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What makes this process an owner, for as long as it is one. */
    private record Ownership(HomeLock lock, EmbeddedEngine engine, EngineServer server) {
    }

    private final Path home;
    private final Supplier<Journal> journal;
    private final EngineOptions options;
    private @Nullable Ownership ownership;
    private @Nullable EngineClient client;
    private volatile boolean closed;

    private HomeEngine(Path home, Supplier<Journal> journal, EngineOptions options) {
        this.home = home;
        this.journal = journal;
        this.options = options;
    }

    /**
     * Opens a home, as its owner when it has none, else as a client.
     *
     * @param journal opens the home's journal; asked when this process becomes the owner
     */
    public static HomeEngine open(Path home, Supplier<Journal> journal, EngineOptions options) {
        HomeEngine engine = new HomeEngine(home, journal, options);
        engine.current();
        return engine;
    }

    /**
     * Opens a home as its owner.
     *
     * @throws EngineException of kind {@link EngineException.Kind#HOME_OWNED}, with the owner's process, when it has one
     */
    public static HomeEngine own(Path home, Supplier<Journal> journal, EngineOptions options) {
        HomeEngine engine = new HomeEngine(home, journal, options);
        if (!engine.takeOver()) {
            throw new EngineException(EngineException.Kind.HOME_OWNED, "the home " + home + " is owned by " + owner(home)
                    + "; end that first, or choose another home");
        }
        return engine;
    }

    private static String owner(Path home) {
        return HomeLock.owner(home).map(owner -> "process " + owner.pid()).orElse("another process, which is just starting");
    }

    /** Whether this process owns the home at present. */
    public synchronized boolean owner() {
        return ownership != null;
    }

    private synchronized boolean takeOver() {
        Optional<HomeLock> lock = HomeLock.take(home);
        if (lock.isEmpty()) {
            return false;
        }
        EmbeddedEngine engine = null;
        try {
            engine = EmbeddedEngine.open(journal.get(), options);
            UnixDomainSocketAddress address = lock.get().address();
            EngineServer server = EngineServer.start(engine, address);
            lock.get().announce(address.getPath());
            ownership = new Ownership(lock.get(), engine, server);
            return true;
        } catch (IOException e) {
            giveBack(lock.get(), engine);
            throw new EngineException(EngineException.Kind.JOURNAL_FAILED, "the home " + home + " cannot be used: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            giveBack(lock.get(), engine);
            throw e;
        }
    }

    private static void giveBack(HomeLock lock, @Nullable EmbeddedEngine engine) {
        if (engine != null) {
            engine.close();
        }
        lock.close();
    }

    /** The engine to ask: this process's own, or the owner's. */
    private synchronized Engine current() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!closed) {
            if (ownership != null) {
                return ownership.engine();
            }
            if (client != null) {
                return client;
            }
            if (!takeOver()) {
                connect(deadline);
            }
        }
        throw new EngineException(EngineException.Kind.CLOSED, "the engine is closed");
    }

    private void connect(long deadline) {
        Optional<HomeLock.Owner> owner = HomeLock.owner(home);
        if (owner.isPresent()) {
            EngineClient found = new EngineClient(UnixDomainSocketAddress.of(owner.get().socket()));
            try {
                found.lines().close();
                client = found;
                return;
            } catch (EngineClient.OwnerGoneException e) {
                // It is gone, or has not got as far.
            }
        }
        if (System.nanoTime() > deadline) {
            throw new EngineException(EngineException.Kind.HOME_OWNED, "the home " + home + " is owned by " + owner(home)
                    + ", which does not answer; end it, and what is open goes on with the next one");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private synchronized void gone(Engine engine) {
        if (client == engine) {
            client = null;
        }
    }

    private interface Call<T> {
        T on(Engine engine) throws InterruptedException;
    }

    private <T> T ask(Call<T> call) throws InterruptedException {
        return ask(call, call);
    }

    /** Asks; when the owner goes away after it was asked, asks the next one in the other way. */
    private <T> T ask(Call<T> call, Call<T> again) throws InterruptedException {
        Call<T> next = call;
        while (true) {
            Engine engine = current();
            try {
                return next.on(engine);
            } catch (EngineClient.OwnerGoneException e) {
                gone(engine);
                next = e.asked() ? again : next;
            }
        }
    }

    private <T> T askNow(Call<T> call, Call<T> again) {
        try {
            return ask(call, again);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.CLOSED, "interrupted while asking the engine", e);
        }
    }

    private <T> T askNow(Call<T> call) {
        return askNow(call, call);
    }

    /** What is done once more is not refused because it was done the first time. */
    private void doOnce(Function<Engine, Boolean> act, EngineException.Kind doneBefore) {
        askNow(act::apply, engine -> {
            try {
                return act.apply(engine);
            } catch (EngineException e) {
                if (e.kind() == doneBefore) {
                    return true;
                }
                throw e;
            }
        });
    }

    @Override
    public RunSummary start(StartRequest request) {
        return askNow(engine -> engine.start(request), engine -> {
            try {
                return engine.start(request);
            } catch (EngineException e) {
                return engine.describe(request.run().id())
                        .filter(run -> e.kind() == EngineException.Kind.RUN_EXISTS && run.input().equals(request.input())
                                && run.definition().hash().equals(request.definition().hash()))
                        .map(RunDetails::summary).orElseThrow(() -> e);
            }
        });
    }

    @Override
    public Outcome await(String run) throws InterruptedException {
        return ask(engine -> engine.await(run));
    }

    @Override
    public Optional<Outcome> await(String run, Duration patience) throws InterruptedException {
        return ask(engine -> engine.await(run, patience));
    }

    @Override
    public Optional<RunDetails> describe(String run) {
        return askNow(engine -> engine.describe(run));
    }

    @Override
    public RunPage list(RunFilter filter) {
        return askNow(engine -> engine.list(filter));
    }

    @Override
    public List<HistoryEvent> history(String run) {
        return askNow(engine -> engine.history(run));
    }

    @Override
    public Following follow(String run, RunListener listener) {
        if (askNow(engine -> engine.describe(run)).isEmpty()) {
            throw new EngineException(EngineException.Kind.RUN_NOT_FOUND, "there is no run with the id " + run);
        }
        HomeFollowing following = new HomeFollowing(this::current, this::gone, run, listener);
        following.start();
        return following;
    }

    @Override
    public void stop(String run, Optional<String> error, Optional<String> cause) {
        doOnce(engine -> {
            engine.stop(run, error, cause);
            return true;
        }, EngineException.Kind.RUN_ENDED);
    }

    @Override
    public void redrive(String run, Optional<JsonNode> input, Optional<JsonNode> settings) {
        doOnce(engine -> {
            engine.redrive(run, input, settings);
            return true;
        }, EngineException.Kind.NOT_REDRIVABLE);
    }

    @Override
    public void answer(String token, Outcome outcome) {
        doOnce(engine -> {
            engine.answer(token, outcome);
            return true;
        }, EngineException.Kind.TOKEN_NOT_FOUND);
    }

    @Override
    public void heartbeat(String token) {
        askNow(engine -> {
            engine.heartbeat(token);
            return true;
        });
    }

    @Override
    public Optional<ActivityTask> pollActivity(String activity, String worker, Duration patience) throws InterruptedException {
        return ask(engine -> engine.pollActivity(activity, worker, patience));
    }

    @Override
    public void close() {
        closed = true;
        Ownership owned;
        synchronized (this) {
            owned = ownership;
            ownership = null;
            client = null;
        }
        if (owned != null) {
            owned.engine().close();
            owned.server().close();
            owned.lock().close();
        }
    }
}
