package moderato.moderation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a new decision on the same evidence changed.
 *
 * @param before the package as it was
 * @param after the package with the new decision
 */
public record Redecision(ModerationPackage before, ModerationPackage after) {

    /** Sentences that say what differs, none when nothing but the time does. */
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        Decision old = before.decision();
        Decision now = after.decision();
        compare(changes, "policy", describe(before.policy()), describe(after.policy()));
        compare(changes, "outcome", old.outcome().json(), now.outcome().json());
        compare(changes, "severity", old.severity().json(), now.severity().json());
        compare(changes, "rule", old.rule(), now.rule());
        compare(changes, "reason", old.reason(), now.reason());
        compare(changes, "evidence", ids(old.evidence()), ids(now.evidence()));
        return List.copyOf(changes);
    }

    private static String describe(PolicyReference policy) {
        return policy.name() + " for " + policy.audience().json() + " (" + policy.sha256().substring(0, Math.min(12, policy.sha256().length()))
                + ")";
    }

    private static String ids(List<String> ids) {
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }

    private static void compare(List<String> changes, String what, String old, String now) {
        if (!old.equals(now)) {
            changes.add(what + ": " + old + " -> " + now);
        }
    }
}
