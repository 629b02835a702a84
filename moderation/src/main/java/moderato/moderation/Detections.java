package moderato.moderation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** What the packages hold for one label, against what people saw. */
final class Detections {

    /** What was found of one labelled event. */
    record Match(LabelledEvent event, boolean found, double startError, double endError) {
    }

    /** The counts at one threshold. */
    record Counts(int found, int events, int right, int reported) {
    }

    private final List<LabelledEvent> events;
    private final Map<String, List<Evidence>> evidence;

    /**
     * @param events the events of the label
     * @param evidence the evidence of the label by the video's file name
     */
    Detections(List<LabelledEvent> events, Map<String, List<Evidence>> evidence) {
        this.events = events;
        this.evidence = evidence;
    }

    /** Every score at which the counts may change, falling. */
    List<Double> thresholds() {
        TreeSet<Double> scores = new TreeSet<>(Comparator.reverseOrder());
        evidence.values().forEach(list -> list.forEach(item -> {
            scores.add(item.confidence());
            item.samples().forEach(sample -> scores.add(sample.score()));
        }));
        return List.copyOf(scores);
    }

    /** Counts events with at least one overlapping detection, and detections that overlap an event. */
    Counts counts(double threshold) {
        return counts(item -> threshold);
    }

    /** The same where pieces of evidence have thresholds of their own. */
    Counts counts(ToDoubleFunction<Evidence> threshold) {
        int reported = 0;
        int right = 0;
        for (Map.Entry<String, List<Evidence>> video : evidence.entrySet()) {
            for (Measure.Stretch stretch : detected(video.getValue(), threshold)) {
                reported++;
                right += events.stream().anyMatch(event -> event.file().equals(video.getKey()) && overlap(event, stretch)) ? 1 : 0;
            }
        }
        int found = (int) matches(threshold).stream().filter(Match::found).count();
        return new Counts(found, events.size(), right, reported);
    }

    /** Each event with the error of the detection's ends against its own: positive is late. */
    List<Match> matches(ToDoubleFunction<Evidence> threshold) {
        List<Match> matches = new ArrayList<>();
        for (LabelledEvent event : events) {
            List<Measure.Stretch> overlapping = detected(evidence.getOrDefault(event.file(), List.of()), threshold).stream()
                    .filter(stretch -> overlap(event, stretch)).toList();
            if (overlapping.isEmpty()) {
                matches.add(new Match(event, false, 0, 0));
            } else {
                matches.add(new Match(event, true, signed(overlapping.getFirst().from() - event.start()),
                        signed(overlapping.getLast().to() - event.end())));
            }
        }
        return matches;
    }

    private static double signed(double seconds) {
        return Math.rint(seconds * 1e3) / 1e3;
    }

    private static boolean overlap(LabelledEvent event, Measure.Stretch stretch) {
        return stretch.from() <= event.end() && stretch.to() >= event.start();
    }

    /** The stretches in which anything of the label reaches its threshold, those that touch made one. */
    private static List<Measure.Stretch> detected(List<Evidence> items, ToDoubleFunction<Evidence> threshold) {
        List<Measure.Stretch> all = items.stream().flatMap(item -> Measure.of(item, threshold.applyAsDouble(item)).stretches().stream())
                .sorted(Comparator.comparingDouble(Measure.Stretch::from)).toList();
        List<Measure.Stretch> merged = new ArrayList<>();
        for (Measure.Stretch stretch : all) {
            if (!merged.isEmpty() && stretch.from() <= merged.getLast().to() + 1e-9) {
                Measure.Stretch last = merged.removeLast();
                merged.add(new Measure.Stretch(last.from(), Math.max(last.to(), stretch.to())));
            } else {
                merged.add(stretch);
            }
        }
        return merged;
    }
}
