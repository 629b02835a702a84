package moderato.moderation;

import java.util.List;
import java.util.Optional;

/**
 * Approve, reject or review, with severity, the rule that fired and the evidence it rests on.
 *
 * @param outcome what becomes of the video
 * @param severity how grave it is
 * @param rule the rule that decided; {@link #NO_RULE} when none fired
 * @param reason a sentence that the person who uploaded the video can be told
 * @param evidence the ids of the evidence the rule rests on, in order of time
 * @param decidedAt when, as an ISO-8601 instant
 * @param by the person who decided; empty when the policy did
 * @param history the decisions made on the same video before, oldest first
 */
public record Decision(Outcome outcome, Severity severity, String rule, String reason, List<String> evidence, String decidedAt,
        Optional<String> by, List<Past> history) {

    /** The name given instead of a rule's when no rule fired. */
    public static final String NO_RULE = "none";
    /** The name given instead of a rule's when a person decided. */
    public static final String PERSON = "person";

    public Decision {
        evidence = List.copyOf(evidence);
        history = List.copyOf(history);
    }

    /** An earlier decision, with the policy that made it. */
    public record Past(Outcome outcome, Severity severity, String rule, String reason, String decidedAt, Optional<String> by,
            PolicyReference policy) {
    }

    /** This decision as a part of the history of the next one. */
    Past past(PolicyReference policy) {
        return new Past(outcome, severity, rule, reason, decidedAt, by, policy);
    }

    /** The same decision after these earlier ones. */
    Decision after(List<Past> earlier) {
        return new Decision(outcome, severity, rule, reason, evidence, decidedAt, by, earlier);
    }

    /** The same decision, made at another time. */
    Decision at(String instant) {
        return new Decision(outcome, severity, rule, reason, evidence, instant, by, history);
    }

    /** What a person decides instead, on the same evidence. */
    Decision answered(Outcome answer, String why, String who, String when) {
        return new Decision(answer, severity, PERSON, why, evidence, when, Optional.of(who), history);
    }
}
