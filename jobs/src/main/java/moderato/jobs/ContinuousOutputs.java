package moderato.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;

/**
 * The outputs of a processing job with S3UploadMode Continuous: copied to the object store while the job runs.
 *
 * <p>What is copied early is written down before. An attempt that begins after a crash removes what the one before it had copied, so that
 * outputs of two attempts do not mix.
 */
final class ContinuousOutputs {

    private static final long LOOK_EVERY_MILLIS = 200;

    private final Path copied;
    private final ObjectStore store;
    private final Consumer<String> log;

    /**
     * The outputs of a job; what an earlier attempt of it left is removed.
     *
     * @param jobs the folder of all jobs
     * @param log learns what could not be copied
     */
    ContinuousOutputs(Path jobs, String name, ObjectStore store, Consumer<String> log) throws IOException {
        this.copied = jobs.resolve("continuous").resolve(name);
        this.store = store;
        this.log = log;
        if (Files.exists(copied)) {
            for (String address : Files.readAllLines(copied)) {
                store.remove(ObjectAddress.parse(address));
            }
            Files.delete(copied);
        }
    }

    /** One output of one host. */
    MirroredFolder output(ObjectAddress target, Path folder) {
        return MirroredFolder.output(store, target, folder, address -> {
            Files.createDirectories(Objects.requireNonNull(copied.getParent()));
            Files.writeString(copied, address + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
    }

    /** Work that is done while something else is. */
    interface Watch extends AutoCloseable {
        @Override
        void close() throws InterruptedException;
    }

    /** Copies what is new in outputs until the watch is closed. */
    Watch watch(List<MirroredFolder> outputs) {
        if (outputs.isEmpty()) {
            return () -> {
            };
        }
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> copyAll(outputs, done));
        return () -> {
            done.countDown();
            thread.join();
        };
    }

    private void copyAll(List<MirroredFolder> outputs, CountDownLatch done) {
        try {
            while (!done.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                for (MirroredFolder output : outputs) {
                    try {
                        output.mirror();
                    } catch (IOException e) {
                        log.accept("[an output could not be copied yet: " + e.getMessage() + "]");
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The job has succeeded: what it copied counts. */
    void count() throws IOException {
        Files.deleteIfExists(copied);
    }
}
