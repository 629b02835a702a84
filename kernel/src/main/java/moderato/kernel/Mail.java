package moderato.kernel;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a run finds in its mailbox. */
sealed interface Mail {

    /** An event that lacks only its instant and its seed. */
    @FunctionalInterface
    interface Draft {
        Event at(Instant instant, long seed);
    }

    /**
     * Something happened.
     *
     * @param taken is told whether the program took it, once that is kept for good
     */
    record Happened(Draft draft, Optional<CompletableFuture<Boolean>> taken) implements Mail {

        static Happened of(Draft draft) {
            return new Happened(draft, Optional.empty());
        }
    }

    /** Something to be done by whoever has the run in hand. */
    record Chore(Runnable work) implements Mail {
    }
}
