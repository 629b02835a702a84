package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs an image that is part of this program, on a thread of this JVM.
 *
 * @param image what to run
 */
record BuiltInExecutor(Image image) implements Executor {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @Override
    public Ending run(Launch launch) throws IOException, InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Work work = new Work(launch, stop);
        Thread thread = Thread.ofPlatform().name("job " + launch.folders().root().getFileName()).daemon().start(work);
        Instant end = Instant.now().plus(launch.longest());
        Ending.Why why = Ending.Why.BY_ITSELF;
        try {
            while (!ended(thread, launch)) {
                if (why == Ending.Why.BY_ITSELF && launch.stopping().getAsBoolean()) {
                    why = Ending.Why.STOPPED;
                } else if (why == Ending.Why.BY_ITSELF && launch.full().getAsBoolean()) {
                    why = Ending.Why.TOO_LARGE;
                } else if (why == Ending.Why.BY_ITSELF && Instant.now().isAfter(end)) {
                    why = Ending.Why.TOO_LONG;
                }
                if (why != Ending.Why.BY_ITSELF) {
                    stop.set(true);
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            stop.set(true);
            thread.interrupt();
            thread.join();
            throw e;
        }
        return new Ending(work.exitCode, work.exitCode == 0 ? Ending.Why.BY_ITSELF : why);
    }

    /* Whoever asks for a stop also interrupts; any other interrupt ends the work at once. */
    private static boolean ended(Thread thread, Launch launch) throws InterruptedException {
        try {
            return thread.join(LOOK_EVERY);
        } catch (InterruptedException e) {
            if (launch.stopping().getAsBoolean()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean onlyReadsInputs() {
        return true;
    }

    private final class Work implements Runnable {

        private final Launch launch;
        private final AtomicBoolean stop;
        private int exitCode = 1;

        Work(Launch launch, AtomicBoolean stop) {
            this.launch = launch;
            this.stop = stop;
        }

        @Override
        public void run() {
            try {
                exitCode = image.run(launch.folders(), launch.configuration(stop::get));
            } catch (InterruptedException e) {
                exitCode = 143;
            } catch (IOException | RuntimeException e) {
                e.printStackTrace(launch.log());
                writeFailure(String.valueOf(e.getMessage()));
            }
        }

        private void writeFailure(String message) {
            try {
                if (!Files.exists(launch.folders().failureFile())) {
                    Files.createDirectories(Objects.requireNonNull(launch.folders().failureFile().getParent()));
                    Files.writeString(launch.folders().failureFile(), message);
                }
            } catch (IOException e) {
                launch.log().println("cannot write the failure file: " + e.getMessage());
            }
        }
    }
}
