package moderato.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long a process has gone without progress, in time that it could have used.
 *
 * <p>On a machine with too much to do a process may wait for a processor for most of a minute, and that is no standstill. What its threads waited
 * for a processor (Linux: {@code /proc/PID/task/TID/schedstat}, second number, nanoseconds) is therefore not counted, as long as all in all no more
 * than ten times the patience goes by. Where the system does not tell, all time counts.
 */
final class StallClock {

    private static final long NOT_RUNNING = Long.MAX_VALUE;
    private static final int LONGEST = 10;

    private final long patience;
    private final LongSupplier nanos;
    private final Supplier<Map<String, Long>> waits;
    private volatile long since;
    private long waitsKnownFor = NOT_RUNNING;
    private Map<String, Long> before = Map.of();

    /**
     * @param nanos the time, in nanoseconds
     * @param waits for each thread of the process how long it has waited for a processor since it began, in nanoseconds
     */
    StallClock(Duration patience, LongSupplier nanos, Supplier<Map<String, Long>> waits) {
        this.patience = patience.toNanos();
        this.nanos = nanos;
        this.waits = waits;
        this.since = nanos.getAsLong();
    }

    static StallClock of(ProcessHandle process, Duration patience) {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        return new StallClock(patience, System::nanoTime, () -> waits(threads));
    }

    /** Stops counting. */
    void stop() {
        since = NOT_RUNNING;
    }

    /** Counts from zero. */
    void start() {
        since = nanos.getAsLong();
    }

    /** Whether patience is at its end; to be asked by one thread, again and again. */
    boolean over() {
        long began = since;
        long passed = nanos.getAsLong() - began;
        // A process that gets on is not looked at.
        if (began == NOT_RUNNING || passed < patience / LONGEST) {
            return false;
        }
        if (waitsKnownFor != began) {
            waitsKnownFor = began;
            before = waits.get();
        }
        return passed > patience && (passed > LONGEST * patience || passed - waited() > patience);
    }

    private long waited() {
        return waits.get().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .max()
                .orElse(0);
    }

    private static Map<String, Long> waits(Path threads) {
        String[] names = threads.toFile().list();
        if (names == null) {
            return Map.of();
        }
        Map<String, Long> waits = new HashMap<>();
        for (String name : names) {
            try {
                waits.put(name, Long.parseLong(Files.readString(threads.resolve(name).resolve("schedstat")).split(" ")[1]));
            } catch (IOException e) {
                // The thread has ended since its folder was seen.
                waits.remove(name);
            }
        }
        return waits;
    }
}
