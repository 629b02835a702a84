package moderato.moderation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * How packages compare with what people saw: per label, and per policy.
 *
 * @param videos how many videos were compared
 * @param hours how long they are in all
 * @param wantedRecall the share of events that {@code thresholdForRecall} has to find
 * @param labels each label of the table, whatever the policy
 * @param policies each policy, side by side
 */
public record Evaluation(int videos, double hours, double wantedRecall, List<LabelCurve> labels, List<PolicyResult> policies) {

    private static final int POINTS_AT_MOST = 50;

    /**
     * A label's trade of precision for recall.
     *
     * @param events how many events people saw
     * @param thresholdForRecall the highest threshold that finds the wanted share of them; empty when none does
     * @param curve thresholds, falling
     */
    public record LabelCurve(String label, int events, Optional<Double> thresholdForRecall, List<Point> curve) {
    }

    /** A threshold and what follows from it. */
    public record Point(double threshold, double precision, double recall, double falseAlarmsPerHour) {
    }

    /**
     * What a policy makes of the videos.
     *
     * @param sentToReview the share of all videos
     * @param missed the videos with an event that were approved, of those with an event
     * @param heldBack the videos without an event that were not approved, of those without
     * @param labels each label, its evidence at the lowest thresholds at which rules of the policy act on it
     */
    public record PolicyResult(PolicyReference policy, int approved, Proportion sentToReview, int rejected, Proportion missed,
            Proportion heldBack, List<LabelResult> labels) {
    }

    /**
     * A label under a policy.
     *
     * @param threshold the lowest threshold of the rules that act on it or on labels below it; empty when no rule does
     * @param recall found events of all events
     * @param precision detections that overlap an event, of all detections
     */
    public record LabelResult(String label, Optional<Double> threshold, Proportion recall, Proportion precision, double falseAlarmsPerHour,
            List<Found> events) {
    }

    /** A labelled event and whether it was found; the errors are in seconds, positive when late. */
    public record Found(String file, double start, double end, boolean found, Optional<Double> startError, Optional<Double> endError) {
    }

    /**
     * Compares.
     *
     * @param table what people saw; only videos named in it count
     * @param packages one package of each of these videos
     * @param policies at least one
     * @throws InvalidInputException when a video of the table has no package, or two
     */
    public static Evaluation of(List<LabelledEvent> table, Collection<ModerationPackage> packages, List<Policy> policies,
            double wantedRecall) {
        Map<String, ModerationPackage> byFile = byFile(table, packages);
        double hours = byFile.values().stream().mapToDouble(one -> one.video().durationSeconds()).sum() / 3600;
        Map<String, Detections> detections = new LinkedHashMap<>();
        for (String label : new TreeSet<>(table.stream().filter(LabelledEvent::isEvent).map(LabelledEvent::label).toList())) {
            detections.put(label, detections(label, table, byFile));
        }
        List<LabelCurve> curves = new ArrayList<>();
        detections.forEach((label, found) -> curves.add(curve(label, found, hours, wantedRecall)));
        List<PolicyResult> results = policies.stream().map(policy -> result(policy, table, byFile, detections, hours)).toList();
        return new Evaluation(byFile.size(), Math.rint(hours * 1e4) / 1e4, wantedRecall, curves, results);
    }

    private static Map<String, ModerationPackage> byFile(List<LabelledEvent> table, Collection<ModerationPackage> packages) {
        Map<String, ModerationPackage> byFile = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String file : new TreeSet<>(table.stream().map(LabelledEvent::file).toList())) {
            List<ModerationPackage> own = packages.stream().filter(one -> one.video().file().equals(file)).toList();
            if (own.size() == 1) {
                byFile.put(file, own.getFirst());
            } else {
                problems.add(file + ": named in the table, and there " + (own.isEmpty() ? "is no package of it" : "are " + own.size()
                        + " packages of it"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return byFile;
    }

    private static Detections detections(String label, List<LabelledEvent> table, Map<String, ModerationPackage> byFile) {
        Map<String, List<Evidence>> evidence = new LinkedHashMap<>();
        byFile.forEach((file, one) -> evidence.put(file,
                one.evidence().stream().filter(item -> item.taxonomy().contains(label)).toList()));
        return new Detections(table.stream().filter(LabelledEvent::isEvent).filter(event -> event.below(label)).toList(), evidence);
    }

    private static LabelCurve curve(String label, Detections detections, double hours, double wantedRecall) {
        List<Double> thresholds = detections.thresholds();
        List<Point> points = new ArrayList<>();
        Optional<Double> wanted = Optional.empty();
        int events = 0;
        int step = Math.max(1, thresholds.size() / POINTS_AT_MOST);
        for (int i = 0; i < thresholds.size(); i++) {
            Detections.Counts counts = detections.counts(thresholds.get(i));
            events = counts.events();
            double recall = ratio(counts.found(), counts.events());
            if (wanted.isEmpty() && counts.events() > 0 && recall >= wantedRecall) {
                wanted = Optional.of(thresholds.get(i));
            }
            if (i % step == 0 || i == thresholds.size() - 1) {
                points.add(new Point(thresholds.get(i), ratio(counts.right(), counts.reported()), recall, perHour(counts, hours)));
            }
        }
        return new LabelCurve(label, thresholds.isEmpty() ? detections.counts(1).events() : events, wanted, points);
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 0 : Round.score((double) part / whole);
    }

    private static double perHour(Detections.Counts counts, double hours) {
        return hours == 0 ? 0 : Math.rint((counts.reported() - counts.right()) / hours * 100) / 100;
    }

    private static PolicyResult result(Policy policy, List<LabelledEvent> table, Map<String, ModerationPackage> byFile,
            Map<String, Detections> detections, double hours) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int withEvents = 0;
        int missed = 0;
        int heldBack = 0;
        for (Map.Entry<String, ModerationPackage> video : byFile.entrySet()) {
            Outcome outcome = video.getValue().decidedBy(policy, Instant.EPOCH).decision().outcome();
            outcomes.merge(outcome, 1, Integer::sum);
            boolean eventful = table.stream().anyMatch(event -> event.file().equals(video.getKey()) && event.isEvent());
            withEvents += eventful ? 1 : 0;
            missed += eventful && outcome == Outcome.APPROVE ? 1 : 0;
            heldBack += !eventful && outcome != Outcome.APPROVE ? 1 : 0;
        }
        List<LabelResult> labels = new ArrayList<>();
        detections.forEach((label, found) -> labels.add(labelResult(policy, label, found, hours)));
        return new PolicyResult(policy.reference(), outcomes.getOrDefault(Outcome.APPROVE, 0),
                Proportion.of(outcomes.getOrDefault(Outcome.REVIEW, 0), byFile.size()), outcomes.getOrDefault(Outcome.REJECT, 0),
                Proportion.of(missed, withEvents), Proportion.of(heldBack, byFile.size() - withEvents), labels);
    }

    private static LabelResult labelResult(Policy policy, String label, Detections detections, double hours) {
        // Rules may name labels below this one only. What no rule acts on is never reported: nothing reaches infinity.
        ToDoubleFunction<Evidence> applied = item -> policy.threshold(item).orElse(Double.POSITIVE_INFINITY);
        Detections.Counts counts = detections.counts(applied);
        List<Found> events = detections.matches(applied).stream().map(match -> new Found(match.event().file(), match.event().start(),
                match.event().end(), match.found(), match.found() ? Optional.of(match.startError()) : Optional.empty(),
                match.found() ? Optional.of(match.endError()) : Optional.empty())).toList();
        return new LabelResult(label, policy.threshold(label), Proportion.of(counts.found(), counts.events()),
                Proportion.of(counts.right(), counts.reported()), perHour(counts, hours), events);
    }

    /** All of it as indented JSON. */
    public String json() {
        return Json.pretty(this);
    }
}
