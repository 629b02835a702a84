package moderato.moderation;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The rules that turn evidence and coverage into a decision: data, not code. {@code docs/policy.md} describes the file.
 *
 * @param name its own name
 * @param audience for whom it decides
 * @param required the domains that must have been looked at; otherwise the video goes to review
 * @param unsupportedSpeechSeconds how many seconds of speech that no model understands may go by
 * @param uncoveredSeconds how many seconds of the video may go by without an analysed frame
 * @param rules all rules, in order
 */
public record Policy(
        String name, Audience audience, List<String> required, double unsupportedSpeechSeconds, double uncoveredSeconds, List<Rule> rules) {

    public Policy {
        required = List.copyOf(required);
        rules = List.copyOf(rules);
    }

    /** The policy that the program ships, for the general audience. */
    public static Policy standard() {
        return PolicyReader.standard();
    }

    /**
     * Reads a policy file, or takes the shipped policy for an audience when the name is {@code general}, {@code teen} or {@code adult}
     * and no such file exists.
     *
     * @throws InvalidInputException with every problem of the file, each with its line and column
     * @throws IOException when the file cannot be read
     */
    public static Policy load(Path file) throws IOException {
        if (!Files.exists(file)) {
            for (Audience audience : Audience.values()) {
                if (file.toString().equals(audience.json())) {
                    return standard().forAudience(audience);
                }
            }
            throw new InvalidInputException(file + ": there is no such policy file (the shipped ones are general, teen and adult)");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": a policy must be a file");
        }
        if (!Files.isReadable(file)) {
            throw new InvalidInputException(file + ": may not be read (permissions)");
        }
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (MalformedInputException e) {
            throw new InvalidInputException(file + ": not a text file in UTF-8");
        }
    }

    /**
     * Reads a policy from its text.
     *
     * @param file what messages call it
     */
    public static Policy parse(String file, String text) {
        return PolicyReader.read(file, text, Taxonomy.standard(), LabelMap.standard());
    }

    /** The same rules for another audience. */
    public Policy forAudience(Audience other) {
        return new Policy(name, other, required, unsupportedSpeechSeconds, uncoveredSeconds, rules);
    }

    /** The rules that hold for the audience. */
    List<Rule> rulesInForce() {
        return rules.stream().filter(rule -> rule.audiences().contains(audience)).toList();
    }

    /** The lowest threshold at which a rule in force acts on a label or on one below it: empty when none does. */
    Optional<Double> threshold(String label) {
        Taxonomy taxonomy = Taxonomy.standard();
        List<String> path = taxonomy.path(label).orElse(List.of());
        return lowest(rule -> path.stream().noneMatch(rule.except()::contains) && (rule.labels().isEmpty() ? !taxonomy.neutral(path)
                : rule.labels().stream().anyMatch(named -> path.contains(named) || taxonomy.path(named).orElse(List.of()).contains(label))));
    }

    /** The lowest threshold at which a rule in force acts on a piece of evidence: empty when none does. */
    Optional<Double> threshold(Evidence evidence) {
        return lowest(rule -> rule.concerns(evidence, Taxonomy.standard()));
    }

    private Optional<Double> lowest(Predicate<Rule> acts) {
        return rulesInForce().stream().filter(rule -> rule.outcome() != Outcome.APPROVE).filter(acts).map(Rule::threshold).min(Comparator.naturalOrder());
    }

    /** What packages say of this policy. Its digest depends on what is in force, not on how the file is laid out. */
    public PolicyReference reference() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s|%s|%s|%s|%s", name, audience.json(), required, unsupportedSpeechSeconds, uncoveredSeconds));
        for (Rule rule : rulesInForce()) {
            lines.add(String.join("|", rule.name(), rule.domain().orElse(""), rule.labels().toString(), rule.except().toString(),
                    Double.toString(rule.threshold()), Double.toString(rule.seconds()), Integer.toString(rule.frames()),
                    Double.toString(rule.share()), rule.severity().json(), rule.outcome().json(), rule.reason()));
        }
        return new PolicyReference(name, audience, DigestUtils.sha256Hex(String.join("\n", lines)));
    }
}
