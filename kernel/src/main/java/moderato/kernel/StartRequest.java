package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What is to be run.
 *
 * @param run who the run is; a second start with the same id, definition and input gives the run that is there
 * @param input the run's input, at most {@link Limits#PAYLOAD_BYTES} as JSON text
 * @param settings what the handlers of this run need to know, such as which command does which function; kept with the run, given to
 *     its handlers by {@link TaskContext#settings()}, inherited by its children, and not looked at by the engine
 */
public record StartRequest(Definition definition, RunIdentity run, JsonNode input, JsonNode settings) {

    /** A run without settings. */
    public static StartRequest of(Definition definition, RunIdentity run, JsonNode input) {
        return new StartRequest(definition, run, input, JsonNodeFactory.instance.objectNode());
    }

    /** The same run with other settings. */
    public StartRequest withSettings(JsonNode other) {
        return new StartRequest(definition, run, input, other);
    }
}
