package moderato.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A job's process while it works: its words go into the log, and it is ended when its time, its room or its job is over. */
record WatchedProcess(Process process, Launch launch) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** A way to end what the process does. */
    interface End {

        /** Ends it; the process ends thereby. */
        void end() throws IOException, InterruptedException;
    }

    /** Copies what it says into the log, until it says no more; on a thread of its own. */
    Thread copyLog() {
        return Thread.ofVirtual().start(() -> {
            try (InputStream output = process.getInputStream()) {
                output.transferTo(launch.log());
            } catch (IOException e) {
                launch.log().println("[the log ends here: " + e.getMessage() + "]");
            }
        });
    }

    /**
     * Waits for its end.
     *
     * @param kill ends it at once, when it takes more room than it may
     * @param stop asks it to end and then ends it, when it is stopped or its time is over
     */
    Ending await(End kill, End stop) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(launch.longest());
        while (!ended()) {
            if (launch.full().getAsBoolean()) {
                kill.end();
                return new Ending(process.waitFor(), Ending.Why.TOO_LARGE);
            }
            boolean tooLong = Instant.now().isAfter(end);
            if (tooLong || launch.stopping().getAsBoolean()) {
                stop.end();
                return new Ending(process.waitFor(), tooLong ? Ending.Why.TOO_LONG : Ending.Why.STOPPED);
            }
        }
        return new Ending(process.exitValue(), Ending.Why.BY_ITSELF);
    }

    /* Whoever asks for a stop also interrupts; any other interrupt ends the work at once. */
    private boolean ended() throws InterruptedException {
        try {
            return process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            if (launch.stopping().getAsBoolean()) {
                return false;
            }
            throw e;
        }
    }
}
