package moderato.moderation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns evidence and coverage into a decision, by a policy and by the rules that no policy can switch off.
 *
 * <p>The strictest outcome wins, then the gravest severity, then the rule that stands first. The built-in rules fail closed: known
 * content that must be stopped is rejected, and a label that nothing maps or a domain that should have been looked at and was not goes
 * to review.
 */
public final class Decider {

    /** Known content of a list marked {@code stop}. */
    public static final String STOP_LIST = "stop-list";
    /** A required domain was not looked at, or not fully, or any domain failed. */
    public static final String MISSING_COVERAGE = "missing-coverage";
    /** A model's label has no place in the taxonomy. */
    public static final String UNKNOWN_LABEL = "unknown-label";

    private record Fired(Outcome outcome, Severity severity, String rule, String reason, List<Evidence> evidence) {
    }

    private final Policy policy;
    private final Taxonomy taxonomy;

    private Decider(Policy policy, Taxonomy taxonomy) {
        this.policy = policy;
        this.taxonomy = taxonomy;
    }

    /**
     * Decides.
     *
     * @param durationSeconds the video's length, which shares are taken of
     * @param now what the decision gives as its time
     */
    public static Decision decide(Policy policy, Coverage coverage, List<Evidence> evidence, double durationSeconds, Instant now) {
        return new Decider(policy, Taxonomy.standard()).decide(coverage, evidence, durationSeconds, now);
    }

    private Decision decide(Coverage coverage, List<Evidence> evidence, double durationSeconds, Instant now) {
        List<Fired> fired = new ArrayList<>();
        stopped(evidence).ifPresent(fired::add);
        for (Rule rule : policy.rulesInForce()) {
            apply(rule, coverage, evidence, durationSeconds).ifPresent(fired::add);
        }
        missing(coverage).ifPresent(fired::add);
        unmapped(evidence).ifPresent(fired::add);
        // The order of the list breaks ties: max() would keep the last of equals.
        Optional<Fired> strictest =
                fired.stream().sorted(Comparator.comparing(Fired::outcome).thenComparing(Fired::severity).reversed()).findFirst();
        Fired chosen = strictest.orElse(new Fired(Outcome.APPROVE, Severity.NONE, Decision.NO_RULE,
                "Nothing was found that the policy \"" + policy.name() + "\" acts on.", List.of()));
        return new Decision(chosen.outcome(), chosen.severity(), chosen.rule(), chosen.reason(),
                chosen.evidence().stream().map(Evidence::id).toList(), now.toString(), Optional.empty(), List.of());
    }

    private Optional<Fired> apply(Rule rule, Coverage coverage, List<Evidence> all, double durationSeconds) {
        List<Evidence> matches = new ArrayList<>();
        List<Measure.Stretch> filled = new ArrayList<>();
        for (Evidence evidence : all) {
            if (evidence.confidence() < rule.threshold() || !rule.concerns(evidence, taxonomy)) {
                continue;
            }
            Measure measure = Measure.of(evidence, rule.threshold());
            int frames = coverage.of(evidence.domain()).frames().orElse(0);
            // A still picture has one frame: a rule that asks for more asks for all there are.
            int needed = frames > 0 ? Math.min(rule.frames(), frames) : rule.frames();
            double neededSeconds = frames == 1 ? 0 : Math.min(rule.seconds(), durationSeconds);
            if (measure.matches() && measure.frames() >= needed && measure.seconds() >= neededSeconds) {
                matches.add(evidence);
                filled.addAll(measure.stretches());
            }
        }
        boolean enough = rule.share() == 0 || durationSeconds == 0
                || Measure.seconds(filled) / durationSeconds >= rule.share();
        if (matches.isEmpty() || !enough) {
            return Optional.empty();
        }
        return Optional.of(new Fired(rule.outcome(), rule.severity(), rule.name(), reason(rule.reason(), matches), matches));
    }

    private static String reason(String sentence, List<Evidence> matches) {
        Evidence first = matches.getFirst();
        String label = first.taxonomy().isEmpty() ? first.label() : first.taxonomy().getLast();
        return sentence.replace("{label}", label)
                .replace("{time}", clock(first.start()))
                .replace("{count}", Integer.toString(matches.size()));
    }

    /** A time as people read it: {@code 1:05} or {@code 1:02:05}. */
    static String clock(double seconds) {
        long whole = (long) seconds;
        return whole >= 3600 ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private static Optional<Fired> stopped(List<Evidence> evidence) {
        List<Evidence> stopped = evidence.stream().filter(item -> item.taxonomy().contains("Stop List")).toList();
        return stopped.isEmpty() ? Optional.empty() : Optional.of(new Fired(Outcome.REJECT, Severity.CRITICAL, STOP_LIST,
                "The video contains material that is on a list of content that must not be shown.", stopped));
    }

    private static Optional<Fired> unmapped(List<Evidence> evidence) {
        List<Evidence> unknown = evidence.stream().filter(Evidence::unmapped).toList();
        return unknown.isEmpty() ? Optional.empty() : Optional.of(new Fired(Outcome.REVIEW, Severity.MEDIUM, UNKNOWN_LABEL,
                "A model reported \"" + unknown.getFirst().label() + "\", which the taxonomy does not know, so a person has to look.",
                unknown));
    }

    private Optional<Fired> missing(Coverage coverage) {
        List<String> gaps = new ArrayList<>();
        coverage.missingSeconds().filter(missing -> missing > policy.uncoveredSeconds()).ifPresent(missing -> gaps.add(
                String.format(Locale.ROOT, "%.1f seconds of the file are missing or damaged", missing)));
        coverage.otherTracks().ifPresent(others -> gaps.addAll(left(others)));
        for (String domain : policy.required()) {
            gap(domain, coverage.of(domain)).ifPresent(gaps::add);
        }
        // What was asked for and failed is never passed over, whatever the policy asks for.
        coverage.domains().forEach((domain, looked) -> {
            if (looked.status() == Coverage.Status.FAILED && !policy.required().contains(domain)) {
                gaps.add(domain + " failed");
            }
        });
        return gaps.isEmpty() ? Optional.empty() : Optional.of(new Fired(Outcome.REVIEW, Severity.MEDIUM, MISSING_COVERAGE,
                "The video could not be checked completely (" + String.join("; ", gaps) + "), so a person has to look.", List.of()));
    }

    /** The tracks left out that hold what the policy wants looked at. */
    private List<String> left(Coverage.OtherTracks others) {
        List<String> left = new ArrayList<>();
        if (others.pictures() > 0) {
            left.add(tracks(others.pictures(), "picture", "looked at"));
        }
        if (others.sounds() > 0 && policy.required().contains(Domains.SPEECH)) {
            left.add(tracks(others.sounds(), "sound", "listened to"));
        }
        if (others.subtitles() > 0 && policy.required().contains(Domains.TEXT)) {
            left.add(tracks(others.subtitles(), "subtitle", "read"));
        }
        return left;
    }

    private static String tracks(int count, String kind, String done) {
        return count == 1 ? "1 other %s track was not %s".formatted(kind, done) : "%d other %s tracks were not %s".formatted(count, kind, done);
    }

    private Optional<String> gap(String name, Coverage.Domain domain) {
        return switch (domain.status()) {
            case ABSENT -> Optional.empty();
            case FAILED -> Optional.of(name + " failed");
            case NOT_REQUESTED -> Optional.of(name + " was not requested");
            case ANALYSED -> partly(name, domain);
        };
    }

    private Optional<String> partly(String name, Coverage.Domain domain) {
        double unsupported = domain.unsupportedSpeechSeconds();
        if (unsupported > policy.unsupportedSpeechSeconds()) {
            return Optional.of(String.format(Locale.ROOT, "%.1f seconds of speech are in a language that is not understood", unsupported));
        }
        double uncovered = domain.uncoveredSeconds().orElse(0.0);
        if (uncovered > policy.uncoveredSeconds()) {
            return Optional.of(String.format(Locale.ROOT, "%s has not seen %.1f seconds of the video", name, uncovered));
        }
        return Optional.empty();
    }
}
