package moderato.media;

import java.time.Duration;

/**
 * The bounds of the decoding process.
 *
 * @param heapMegabytes the largest heap of its virtual machine
 * @param memoryMegabytes the most memory it may hold in all, native memory included
 * @param threads decoding threads; the same for every run, since concealment of damage may depend on it
 * @param stall how long it may go without progress before it is ended; what it waits for a processor is not counted
 */
public record DecoderSettings(int heapMegabytes, int memoryMegabytes, int threads, Duration stall) {

    public DecoderSettings {
        if (heapMegabytes < 32 || memoryMegabytes < 2 * heapMegabytes || threads < 1 || threads > 16 || !stall.isPositive()) {
            throw new IllegalArgumentException("impossible bounds: %d MiB heap, %d MiB memory, %d threads, %s"
                    .formatted(heapMegabytes, memoryMegabytes, threads, stall));
        }
    }

    /** 96 MiB of heap, 1 GiB in all, 20 seconds; one thread, since two take half as much processor time again and the other steps want it. */
    public static DecoderSettings defaults() {
        return new DecoderSettings(96, 1024, 1, Duration.ofSeconds(20));
    }
}
