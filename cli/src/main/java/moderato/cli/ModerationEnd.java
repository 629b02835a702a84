package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** How far a moderation's run got. */
sealed interface ModerationEnd {

    /**
     * It was decided, by the policy or by a person.
     *
     * @param decided the step that left the package
     * @param fromCache whether an earlier run had decided the same
     */
    record Decided(JsonNode decided, boolean fromCache) implements ModerationEnd {
    }

    /**
     * It waits for a person.
     *
     * @param decided the step that left the package
     * @param fromCache whether an earlier run had decided the same
     */
    record Waiting(JsonNode decided, boolean fromCache) implements ModerationEnd {
    }

    /** A step failed, so that nothing could be decided. */
    record Failed(String step, String reason) implements ModerationEnd {
    }

    /** Somebody stopped it. */
    record Stopped() implements ModerationEnd {
    }
}
