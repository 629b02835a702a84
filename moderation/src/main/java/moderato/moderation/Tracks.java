package moderato.moderation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns hits in single frames into segments of time.
 *
 * <p>Hits of the same thing in neighbouring analysed frames are one segment. A single analysed frame without it, between two hits at
 * most a second apart, does not part them (models flicker); a hole in the analysis does. A segment begins and ends where the picture
 * most likely changed between the frame that shows it and its neighbour that does not.
 */
final class Tracks {

    private static final double FLICKER_SECONDS = 1.0;

    /** What was seen in one frame. */
    record Hit(double confidence, Optional<Box> box, String model) {
    }

    /** What makes hits the same thing. */
    record Key(String label, List<String> taxonomy, Optional<String> text, Optional<String> person) {
    }

    private final String domain;
    private final FrameTimes times;
    private final List<Double> analysed;
    private final Map<Key, TreeMap<Double, Hit>> hits = new LinkedHashMap<>();

    /** @param analysed the times of all frames that were looked at, rising */
    Tracks(String domain, FrameTimes times, List<Double> analysed) {
        this.domain = domain;
        this.times = times;
        this.analysed = List.copyOf(analysed);
    }

    /** Adds a hit; of several in one frame the most confident counts. */
    void hit(double time, Key key, Hit hit) {
        hits.computeIfAbsent(key, _ -> new TreeMap<>()).merge(time, hit, (a, b) -> a.confidence() >= b.confidence() ? a : b);
    }

    /** The segments, without ids. */
    List<Evidence> segments() {
        List<Evidence> segments = new ArrayList<>();
        hits.forEach((key, track) -> segments(key, track, segments));
        return segments;
    }

    private void segments(Key key, TreeMap<Double, Hit> track, List<Evidence> segments) {
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i < analysed.size(); i++) {
            if (!track.containsKey(analysed.get(i))) {
                continue;
            }
            if (!run.isEmpty() && !joins(run.getLast(), i)) {
                segments.add(segment(key, track, run));
                run.clear();
            }
            run.add(i);
        }
        if (!run.isEmpty()) {
            segments.add(segment(key, track, run));
        }
    }

    private boolean joins(int last, int next) {
        double gap = analysed.get(next) - analysed.get(last);
        return next == last + 1 ? !times.hole(analysed.get(last), analysed.get(next)) : next == last + 2 && gap <= FLICKER_SECONDS;
    }

    private Evidence segment(Key key, TreeMap<Double, Hit> track, List<Integer> run) {
        int first = run.getFirst();
        int last = run.getLast();
        SortedMap<Double, Hit> seen = track.subMap(analysed.get(first), true, analysed.get(last), true);
        List<Sample> samples = new ArrayList<>();
        seen.forEach((time, hit) -> samples.add(new Sample(Round.time(time), hit.confidence())));
        // Of equally confident frames the first is the peak.
        Map.Entry<Double, Hit> peak = Collections.max(seen.entrySet(), Comparator.<Map.Entry<Double, Hit>>comparingDouble(
                entry -> entry.getValue().confidence()).thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
        Hit best = peak.getValue();
        double start = times.begin(first == 0 ? Double.NaN : analysed.get(first - 1), analysed.get(first));
        double end = times.end(analysed.get(last), last == analysed.size() - 1 ? Double.NaN : analysed.get(last + 1));
        return new Evidence("", domain, key.label(), key.taxonomy(), Round.time(start), Round.time(end), Round.time(peak.getKey()),
                best.confidence(), best.model(), samples, best.box(), key.text(), key.person());
    }
}
