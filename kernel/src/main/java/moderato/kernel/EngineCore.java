package moderato.kernel;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the runs of one embedded engine share. */
final class EngineCore {

    private static final Duration HANDLERS_END = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final EngineOptions options;
    private final Journal journal;
    private final Programs programs;
    private final JournalWriter writer;
    private final Timers timers;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Activities activities = new Activities();
    private final Map<String, ActiveRun> runs = new ConcurrentHashMap<>();
    private final Map<String, TaskAttempt> tokens = new ConcurrentHashMap<>();
    private final Set<String> keptTexts = ConcurrentHashMap.newKeySet();
    private final Set<TaskAttempt> working = ConcurrentHashMap.newKeySet();
    private final AtomicLong entropy = new AtomicLong(new SecureRandom().nextLong());
    private final AtomicLong lastKey;
    private volatile boolean closing;
    private volatile @Nullable EngineException broken;
    private volatile @Nullable String full;

    EngineCore(Journal journal, EngineOptions options) {
        this.options = options;
        this.journal = journal;
        this.programs = new Programs(options.languages());
        this.lastKey = new AtomicLong(journal.lastRun());
        this.timers = new Timers(options.clock(), this::execute);
        this.writer = new JournalWriter(journal, this::execute, this::journalFull, this::journalBroken);
    }

    EngineOptions options() {
        return options;
    }

    Journal journal() {
        return journal;
    }

    Programs programs() {
        return programs;
    }

    JournalWriter writer() {
        return writer;
    }

    Timers timers() {
        return timers;
    }

    Executor executor() {
        return this::execute;
    }

    Activities activities() {
        return activities;
    }

    /** The open runs by their ids. */
    Map<String, ActiveRun> runs() {
        return runs;
    }

    /** The tasks that wait for an answer, by their tokens. */
    Map<String, TaskAttempt> tokens() {
        return tokens;
    }

    /** The hashes of texts that the journal is known to hold. */
    Set<String> keptTexts() {
        return keptTexts;
    }

    boolean closing() {
        return closing;
    }

    /** Why runs are paused; absent when they are not. */
    Optional<String> full() {
        return Optional.ofNullable(full);
    }

    Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Entropy for an event: a sequence that nobody can guess who does not know its start. */
    long seed() {
        long mixed = entropy.getAndAdd(GOLDEN);
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    long nextKey() {
        return lastKey.incrementAndGet();
    }

    void check() {
        EngineException why = broken;
        if (why != null) {
            throw new EngineException(why.kind(), String.valueOf(why.getMessage()), why);
        }
        if (closing) {
            throw new EngineException(EngineException.Kind.CLOSED, "the engine is closed");
        }
    }

    private void execute(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            // The engine is closed; what is kept goes on with the next one.
        }
    }

    /** Has a handler work on this thread, known to {@link #close}. */
    void working(TaskAttempt attempt) {
        working.add(attempt);
        try {
            attempt.work();
        } finally {
            working.remove(attempt);
        }
    }

    /** Starts a child of a run, unless it is there already; tells when it is kept or will never be. */
    void startChild(ActiveRun parent, Command.StartChild child, Runnable started) {
        new ChildStart(this, parent, child).start(started);
    }

    void stopChild(String id) {
        ActiveRun child = runs.get(id);
        if (child != null) {
            child.post(Mail.Happened.of((at, seed) -> new Event.StopAsked(at, seed, Optional.empty(), Optional.empty())));
        }
    }

    /** A run is over. */
    void ended(ActiveRun run, Outcome outcome) {
        tellParent(run, outcome);
    }

    private void tellParent(ActiveRun run, Outcome outcome) {
        if (run.stored().parent().isPresent()) {
            StoredRun.Parent place = run.stored().parent().get();
            ActiveRun parent = runs.get(place.run());
            if (parent != null) {
                parent.post(Mail.Happened.of((at, seed) -> new Event.ChildEnded(at, seed, place.path(), outcome)));
            }
        }
    }

    /** A run cannot go on. */
    void parked(ActiveRun run, boolean kept, String why) {
        if (!kept) {
            tellParent(run, new Outcome.Failed(Optional.empty(), Optional.of(why)));
        }
        options.notices().accept("The run " + run.stored().run().id() + " is parked: " + why);
    }

    void forget(ActiveRun run) {
        runs.remove(run.stored().run().id(), run);
    }

    private void journalFull(String why) {
        if (why.isEmpty()) {
            if (full != null) {
                full = null;
                options.notices().accept("There is space again, and the runs go on.");
            }
        } else {
            full = why;
            options.notices().accept("The runs are paused until there is space: " + why);
        }
    }

    private void journalBroken(EngineException why) {
        broken = why;
        options.notices().accept("The engine cannot go on: " + why.getMessage());
    }

    /** Ends handlers, writes what is under way, and lets go of the journal. */
    void close() {
        closing = true;
        activities.close();
        timers.close();
        working.forEach(TaskAttempt::interrupt);
        writer.close();
        letHandlersEnd();
        EngineException why = new EngineException(EngineException.Kind.CLOSED, "the engine is closed; the run goes on with the next one");
        runs.values().forEach(run -> run.ended().completeExceptionally(why));
        journal.close();
    }

    /* A second interrupt tells a handler that there is no more time. Those that were told to stop before have the time that was promised. */
    private void letHandlersEnd() {
        executor.shutdown();
        try {
            long end = System.nanoTime() + options.patience().toNanos();
            while (working.stream().anyMatch(TaskAttempt::toldToEnd) && System.nanoTime() < end) {
                if (executor.awaitTermination(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            if (!executor.awaitTermination(HANDLERS_END.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
                executor.awaitTermination(HANDLERS_END.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
