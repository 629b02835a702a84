package moderato.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One line of the history that users see; each language has its own kinds. */
public interface HistoryEvent {

    /** When it happened. */
    Instant at();

    /** Its kind, such as {@code TaskStateEntered}. */
    String type();

    /** The event as the service's own API shows it, without id and timestamp. */
    ObjectNode toJson();
}
