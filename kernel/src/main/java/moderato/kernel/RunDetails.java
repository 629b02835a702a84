package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A run with everything that is kept about it but its history.
 *
 * @param settings what its starter gave for the handlers, as in {@link StartRequest}
 * @param outcome how it ended; absent while it has not
 */
public record RunDetails(RunSummary summary, Definition definition, JsonNode input, JsonNode settings, Optional<Outcome> outcome) {
}
