package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds back work while the machine has enough to do: at most so many at once, and no second one while memory is short.
 *
 * <p>Memory is what Linux calls available; elsewhere only the number holds work back.
 */
final class BackPressure {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    private static final long BYTES_IN_KB = 1024;
    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final Semaphore free;
    private final int most;
    private final long bytes;

    /**
     * @param most how much may be done at once
     * @param bytes how much memory has to be available for more than one at a time
     */
    BackPressure(int most, long bytes) {
        this.free = new Semaphore(most);
        this.most = most;
        this.bytes = bytes;
    }

    /** Waits until more can be done. */
    void begin() throws InterruptedException, IOException {
        free.acquire();
        while (free.availablePermits() < most - 1 && available() < bytes) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
    }

    /** Something is done. */
    void end() {
        free.release();
    }

    /** Waits until everything is done. */
    void drain() throws InterruptedException {
        free.acquire(most);
        free.release(most);
    }

    private static long available() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return Long.MAX_VALUE;
        }
        Matcher line = AVAILABLE.matcher(Files.readString(MEMORY));
        return line.find() ? Long.parseLong(line.group(1)) * BYTES_IN_KB : Long.MAX_VALUE;
    }
}
