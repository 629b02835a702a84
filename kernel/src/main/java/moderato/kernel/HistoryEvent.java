package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

    /** What else the language keeps of it, which the service does not show; an empty object where there is nothing. */
    default JsonNode beyond() {
        return JsonNodeFactory.instance.objectNode();
    }
}
