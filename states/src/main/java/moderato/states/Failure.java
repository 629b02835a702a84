package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a state failed.
 *
 * @param error the error's name; absent where a task token was answered without one
 * @param cause a text that explains it
 * @param heartbeat whether it is the timeout of a heartbeat, which the service names {@code States.Timeout} and a Catch may name
 *        {@code States.HeartbeatTimeout}
 */
record Failure(Optional<String> error, Optional<String> cause, boolean heartbeat) {

    static final String TIMEOUT = "States.Timeout";
    static final String RUNTIME = "States.Runtime";

    static Failure of(String error, String cause) {
        return new Failure(Optional.of(error), Optional.of(cause), false);
    }

    static Failure of(Optional<String> error, Optional<String> cause) {
        return new Failure(error, cause, false);
    }

    static Failure timeout(Optional<String> cause, boolean heartbeat) {
        return new Failure(Optional.of(TIMEOUT), cause, heartbeat);
    }

    /** Whether an entry of ErrorEquals means this failure. */
    boolean matches(String name) {
        String own = error.orElse(null);
        if (name.equals(own)) {
            return true;
        }
        boolean runtime = RUNTIME.equals(own);
        return switch (name) {
            case "States.ALL" -> !runtime;
            case "States.TaskFailed" -> !runtime && !TIMEOUT.equals(own);
            case "States.HeartbeatTimeout" -> heartbeat;
            case "States.ResultPathMatchFailure" -> ReferencePath.CONFLICT.equals(own);
            default -> false;
        };
    }

    /** Whether the service's own interpreter failed, which no Catch of all errors sees. */
    boolean isRuntime() {
        return RUNTIME.equals(error.orElse(null));
    }

    /** What a Catch hands on. */
    ObjectNode toErrorOutput() {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        String missing = TIMEOUT.equals(error.orElse(null)) ? "" : null;
        output.set("Error", text(error.orElse(null)));
        output.set("Cause", text(cause.orElse(missing)));
        return output;
    }

    private static JsonNode text(@Nullable String value) {
        return value == null ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(value);
    }

    /** The names of error and cause in the details of an event, where they are given. */
    ObjectNode describe(ObjectNode details) {
        error.ifPresent(value -> details.put("error", value));
        cause.ifPresent(value -> details.put("cause", value));
        return details;
    }
}
