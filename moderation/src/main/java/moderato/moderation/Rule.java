package moderato.moderation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a policy: what evidence it looks for, how much of it makes it fire, and what follows.
 *
 * @param name its name, unique in the policy
 * @param domain the domain it looks at; empty for all
 * @param labels labels of the taxonomy, each standing for everything below it too; empty for every label that is moderated
 * @param except finer labels that it leaves alone
 * @param threshold the lowest confidence that counts, 0 to 1
 * @param seconds how long one piece of evidence must reach the threshold
 * @param frames how many analysed frames of one piece of evidence must reach the threshold
 * @param share how much of the video all of it together must fill, 0 to 1
 * @param audiences for whom it holds
 * @param severity how grave it is when it fires
 * @param outcome what becomes of the video when it fires
 * @param reason what a user is told; {@code {label}}, {@code {time}} and {@code {count}} are filled in
 */
public record Rule(
        String name,
        Optional<String> domain,
        List<String> labels,
        List<String> except,
        double threshold,
        double seconds,
        int frames,
        double share,
        Set<Audience> audiences,
        Severity severity,
        Outcome outcome,
        String reason) {

    public Rule {
        labels = List.copyOf(labels);
        except = List.copyOf(except);
        audiences = Set.copyOf(audiences);
    }

    /** Whether it speaks of this evidence at all, whatever its confidence and length. */
    boolean concerns(Evidence evidence, Taxonomy taxonomy) {
        if (domain.isPresent() && !domain.get().equals(evidence.domain())) {
            return false;
        }
        if (evidence.taxonomy().stream().anyMatch(except::contains)) {
            return false;
        }
        if (labels.isEmpty()) {
            return !evidence.unmapped() && !taxonomy.neutral(evidence.taxonomy());
        }
        return evidence.taxonomy().stream().anyMatch(labels::contains);
    }
}
