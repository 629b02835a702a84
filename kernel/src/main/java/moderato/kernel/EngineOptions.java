package moderato.kernel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an {@link EmbeddedEngine} is made of.
 *
 * @param languages the kinds of definition that it runs
 * @param handlers who does the work of tasks
 * @param clock what time it is
 * @param retention how long an ended run is kept; absent: for ever
 * @param tasksPerRun how many handlers of one run work at the same time; further tasks wait their turn
 * @param patience how long a closing engine waits for handlers that were told to stop before
 * @param notices is told, in sentences for people, what concerns the engine as a whole, such as a full disk
 */
public record EngineOptions(List<Language> languages, TaskHandlers handlers, InstantSource clock, Optional<Duration> retention,
        int tasksPerRun, Duration patience, Consumer<String> notices) {

    public EngineOptions {
        languages = List.copyOf(languages);
        if (tasksPerRun < 1) {
            throw new IllegalArgumentException("a run needs at least one task at a time, not " + tasksPerRun);
        }
    }

    /** Options with the system's clock, retention of 90 days as on AWS, 1,000 tasks per run at a time, and notices dropped. */
    public static EngineOptions of(List<Language> languages, TaskHandlers handlers) {
        return new EngineOptions(languages, handlers, InstantSource.system(), Optional.of(Duration.ofDays(90)), 1_000, Duration.ofSeconds(1), notice -> {
        });
    }

    /** The same with another clock. */
    public EngineOptions withClock(InstantSource other) {
        return new EngineOptions(languages, handlers, other, retention, tasksPerRun, patience, notices);
    }

    /** The same, keeping ended runs for another time. */
    public EngineOptions withRetention(Duration kept) {
        return new EngineOptions(languages, handlers, clock, Optional.of(kept), tasksPerRun, patience, notices);
    }

    /** The same, telling somebody what concerns the engine as a whole. */
    public EngineOptions withNotices(Consumer<String> listener) {
        return new EngineOptions(languages, handlers, clock, retention, tasksPerRun, patience, listener);
    }

    /** The same with another number of tasks per run at a time. */
    public EngineOptions withTasksPerRun(int atOnce) {
        return new EngineOptions(languages, handlers, clock, retention, atOnce, patience, notices);
    }

    /** The same, waiting for another time for handlers that were told to stop. */
    public EngineOptions withPatience(Duration other) {
        return new EngineOptions(languages, handlers, clock, retention, tasksPerRun, other, notices);
    }
}
