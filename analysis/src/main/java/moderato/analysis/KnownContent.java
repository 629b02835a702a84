package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The comparison of a video's frames with hash lists, frame by frame in their order.
 *
 * <p>A frame counts when its hash has a quality of at least {@value #QUALITY}, and matches a hash at most {@value PdqIndex#DISTANCE} bits away.
 * Frames that match the same label in a row make one match from the first of them to the first frame that does not. As vPDQ does for whole videos,
 * a match tells which share of the counting frames the label has in all.
 */
final class KnownContent {

    /** Below, a picture is too plain for its hash to say anything. */
    static final int QUALITY = 50;

    private record Known(HashList list, HashList.Entry entry) {}

    private record Place(String list, String label) {}

    private static final class Match {
        private final Place place;
        private final boolean stop;
        private final double start;
        private double end;
        private int distance = PdqHash.BITS;
        private String hash = "";

        Match(Place place, boolean stop, double start) {
            this.place = place;
            this.stop = stop;
            this.start = start;
            this.end = start;
        }
    }

    private final List<Known> known = new ArrayList<>();
    private final PdqIndex index;
    private final Map<Place, Match> open = new LinkedHashMap<>();
    private final List<Match> matches = new ArrayList<>();
    private final Map<Place, Integer> matchedFrames = new LinkedHashMap<>();
    private int countingFrames;
    private boolean stopped;

    KnownContent(List<HashList> lists) {
        for (HashList list : lists) {
            list.entries().forEach(entry -> known.add(new Known(list, entry)));
        }
        index = new PdqIndex(known.stream().map(each -> each.entry().hash()).toList());
    }

    /**
     * Compares the next frame.
     *
     * @return whether the analysis may go on; false when the frame is on a stop list
     */
    boolean frame(double seconds, Pdq.Hashed hashed) {
        Set<Place> seen = new HashSet<>();
        if (hashed.quality() >= QUALITY) {
            countingFrames++;
            for (int at : index.within(hashed.hash())) {
                Known match = known.get(at);
                Place place = new Place(match.list().name(), match.entry().label());
                Match current = open.computeIfAbsent(place, key -> start(key, match.list().stop(), seconds));
                int distance = match.entry().hash().distance(hashed.hash());
                if (distance < current.distance) {
                    current.distance = distance;
                    current.hash = match.entry().hash().toString();
                }
                if (seen.add(place)) {
                    matchedFrames.merge(place, 1, Integer::sum);
                }
                stopped |= match.list().stop();
            }
        }
        open.values().forEach(match -> match.end = seconds);
        open.keySet().retainAll(seen);
        return !stopped;
    }

    private Match start(Place place, boolean stop, double seconds) {
        Match match = new Match(place, stop, seconds);
        matches.add(match);
        return match;
    }

    /** Whether a frame was on a stop list. */
    boolean stopped() {
        return stopped;
    }

    /**
     * The matches as lines of {@code known.jsonl}.
     *
     * @param duration the end of the video, to which matches last that are still open
     */
    List<ObjectNode> lines(double duration) {
        open.values().forEach(match -> match.end = Math.max(match.start, duration));
        return matches.stream()
                .sorted(Comparator.comparingDouble((Match match) -> match.start)
                        .thenComparing(match -> match.place.list())
                        .thenComparing(match -> match.place.label()))
                .map(match -> {
                    ObjectNode line = JsonLines.MAPPER.createObjectNode();
                    line.put("start", match.start).put("end", match.end);
                    line.put("label", match.place.label()).put("list", match.place.list()).put("stop", match.stop);
                    line.put("distance", match.distance).put("hash", match.hash);
                    return line.put("share", (double) matchedFrames.getOrDefault(match.place, 0) / countingFrames);
                })
                .toList();
    }
}
