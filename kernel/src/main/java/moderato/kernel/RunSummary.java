package moderato.kernel;

import java.time.Instant;
import java.util.Optional;

/**
 * A run in a list.
 *
 * @param language the language of its definition
 * @param ended when it ended; absent while it has not
 * @param parent the id of the run whose child it is
 * @param redrives how often it was redriven
 * @param redriven when it was last redriven
 * @param problem why it is parked, for people
 */
public record RunSummary(RunIdentity run, String language, RunStatus status, Instant started, Optional<Instant> ended,
        Optional<String> parent, int redrives, Optional<Instant> redriven, Optional<String> problem) {
}
