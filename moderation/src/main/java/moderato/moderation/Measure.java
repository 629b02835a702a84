package moderato.moderation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of a piece of evidence reaches a threshold.
 *
 * @param frames how many of its frames do
 * @param stretches when it does
 */
record Measure(int frames, List<Stretch> stretches) {

    /** A stretch of time, in seconds from the start of the video. */
    record Stretch(double from, double to) {
    }

    /**
     * Measures.
     *
     * <p>A frame stands for the time from halfway after the frame before it to halfway before the next one; the first and the last
     * reach to the evidence's own start and end. Evidence that is not made of frames counts as a whole, and as one frame.
     */
    static Measure of(Evidence evidence, double threshold) {
        List<Sample> samples = evidence.samples();
        List<Stretch> stretches = new ArrayList<>();
        if (samples.isEmpty() && evidence.confidence() >= threshold) {
            stretches.add(new Stretch(evidence.start(), evidence.end()));
        }
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).score() >= threshold) {
                double from = i == 0 ? evidence.start() : (samples.get(i - 1).time() + samples.get(i).time()) / 2;
                double to = i == samples.size() - 1 ? evidence.end() : (samples.get(i).time() + samples.get(i + 1).time()) / 2;
                stretches.add(new Stretch(from, to));
            }
        }
        return new Measure(stretches.size(), List.copyOf(stretches));
    }

    boolean matches() {
        return frames > 0;
    }

    double seconds() {
        return seconds(stretches);
    }

    /** How many seconds the stretches fill, each moment counted once. */
    static double seconds(List<Stretch> stretches) {
        double seconds = 0;
        double reached = Double.NEGATIVE_INFINITY;
        for (Stretch stretch : stretches.stream().sorted(Comparator.comparingDouble(Stretch::from)).toList()) {
            seconds += Math.max(0, stretch.to() - Math.max(stretch.from(), reached));
            reached = Math.max(reached, stretch.to());
        }
        return seconds;
    }
}
