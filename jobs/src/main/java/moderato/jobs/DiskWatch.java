package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches how much the folder of an attempt holds: its inputs and what the job writes, as the volume of a job does on the service.
 *
 * <p>A job is over its limit when that is more than VolumeSizeInGB of the request, or {@code disk: {mostMegabytes: N}} of the run's
 * settings where that is less; or when it goes on writing while the machine's disk is nearly full.
 */
final class DiskWatch {

    private static final long NANOS_BETWEEN_LOOKS = 500_000_000;
    /* Looking takes so small a part of the time. */
    private static final int LOOK_SHARE = 20;
    private static final long BYTES_LEFT_FREE = 256L << 20;

    private final Path folder;
    private final long most;
    private long nextLook;
    private long size;
    private Optional<String> problem = Optional.empty();

    /** @param gigabytes the size of the job's volume; 0: it has no limit of its own */
    DiskWatch(Path folder, long gigabytes, JsonNode settings) {
        this.folder = folder;
        long ordered = settings.path("disk").path("mostMegabytes").asLong(Long.MAX_VALUE >> 20) << 20;
        this.most = Math.min(ordered, gigabytes > 0 ? gigabytes << 30 : Long.MAX_VALUE);
        this.nextLook = System.nanoTime() + NANOS_BETWEEN_LOOKS;
    }

    /** Whether the job is over its limit; looks now and then only. */
    synchronized boolean full() {
        long now = System.nanoTime();
        if (problem.isEmpty() && now - nextLook >= 0) {
            look();
            long took = System.nanoTime() - now;
            nextLook = now + Math.max(NANOS_BETWEEN_LOOKS, took * LOOK_SHARE);
        }
        return problem.isPresent();
    }

    /** Fails the job if it was over its limit. */
    synchronized void check() throws JobFailure {
        if (problem.isPresent()) {
            throw JobFailure.client(problem.get());
        }
    }

    private void look() {
        try {
            long before = size;
            size = bytes(folder);
            if (size > most) {
                problem = Optional.of("No space left on the job's volume: inputs and what the job wrote are " + (size >> 20) + " MiB, more than the " + (most >> 20)
                        + " MiB that VolumeSizeInGB or the image map's disk allows");
            } else if (before > 0 && size > before && folder.toFile().getUsableSpace() < BYTES_LEFT_FREE) {
                problem = Optional.of("No space left on this machine's disk: fewer than " + (BYTES_LEFT_FREE >> 20) + " MiB are free, and the job went on writing");
            }
        } catch (IOException | UncheckedIOException changesMeanwhile) {
            return;
        }
    }

    private static long bytes(Path folder) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
