package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a serving image asks of a batch transform, where the request leaves it open; the answer to {@code GET /execution-parameters}.
 *
 * @param maxConcurrentTransforms how many invocations at a time
 * @param strategy whether an invocation holds one record or as many as fit
 * @param maxPayloadInMb how large an invocation's body may be, in MiB; 0: as large as it comes
 */
public record ExecutionParameters(OptionalInt maxConcurrentTransforms, Optional<BatchStrategy> strategy, OptionalInt maxPayloadInMb) {

    /** An image that leaves everything open. */
    public static final ExecutionParameters NONE = new ExecutionParameters(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());

    /** How many records an invocation holds. */
    public enum BatchStrategy {
        /** As many as fit into the payload. */
        MULTI_RECORD,
        /** One. */
        SINGLE_RECORD;

        /** Reads {@code MultiRecord} or {@code MULTI_RECORD}, in any case; empty for anything else. */
        static Optional<BatchStrategy> of(String text) {
            return switch (text.replace("_", "").toLowerCase(Locale.ROOT)) {
                case "multirecord" -> Optional.of(MULTI_RECORD);
                case "singlerecord" -> Optional.of(SINGLE_RECORD);
                default -> Optional.empty();
            };
        }
    }

    /** Parameters that say only how many invocations may run at a time. */
    public static ExecutionParameters concurrent(int invocations) {
        return new ExecutionParameters(OptionalInt.of(invocations), Optional.empty(), OptionalInt.empty());
    }

    /** Reads members as the contract and the request name them; what is missing stays open. */
    static ExecutionParameters read(JsonNode json) {
        return new ExecutionParameters(whole(json.path("MaxConcurrentTransforms")), BatchStrategy.of(json.path("BatchStrategy").asText("")), whole(json.path("MaxPayloadInMB")));
    }

    /** These parameters, and others where these leave something open. */
    ExecutionParameters or(ExecutionParameters others) {
        return new ExecutionParameters(maxConcurrentTransforms.isPresent() ? maxConcurrentTransforms : others.maxConcurrentTransforms, strategy.or(() -> others.strategy),
                maxPayloadInMb.isPresent() ? maxPayloadInMb : others.maxPayloadInMb);
    }

    private static OptionalInt whole(JsonNode value) {
        return value.canConvertToInt() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }
}
