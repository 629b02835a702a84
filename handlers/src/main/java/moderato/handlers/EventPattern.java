package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import software.amazon.event.ruler.RuleCompiler;
import software.amazon.event.ruler.Ruler;

/** A pattern of events in EventBridge's language: by value, {@code prefix}, {@code suffix}, {@code anything-but}, {@code numeric}, {@code exists}, ... */
public final class EventPattern {

    private final String pattern;

    /**
     * @throws IllegalArgumentException when it is no such pattern; says why
     */
    public EventPattern(JsonNode pattern) {
        this.pattern = pattern.toString();
        String problem = RuleCompiler.check(this.pattern);
        if (problem != null) {
            throw new IllegalArgumentException("no event pattern: " + List.of(problem.split("\n")).getFirst());
        }
    }

    /** Whether an event matches. */
    public boolean matches(JsonNode event) {
        try {
            return Ruler.matchesRule(event.toString(), pattern);
        } catch (Exception e) {
            throw new IllegalStateException("the pattern was checked when it was read", e);
        }
    }
}
