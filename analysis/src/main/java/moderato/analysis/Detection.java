package moderato.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something a detector found.
 *
 * @param label the index of its class
 * @param score how sure the network is, 0..1
 * @param left the box's left edge in pixels of the picture
 * @param top its upper edge
 * @param right its right edge
 * @param bottom its lower edge
 */
record Detection(int label, double score, double left, double top, double right, double bottom) {

    /** Intersection over union of two boxes, 0..1. */
    double overlap(Detection other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (area() + other.area() - both);
    }

    double area() {
        return (right - left) * (bottom - top);
    }

    /** The box with its edges inside a picture. */
    Detection clipped(double width, double height) {
        return new Detection(
                label,
                score,
                Math.clamp(left, 0, width),
                Math.clamp(top, 0, height),
                Math.clamp(right, 0, width),
                Math.clamp(bottom, 0, height));
    }

    /**
     * Greedy non-maximum suppression by falling score; equals keep their order.
     *
     * @param overlap intersection over union above which the weaker box goes
     * @param perClass whether only boxes of one class suppress each other
     */
    static List<Detection> suppress(List<Detection> candidates, double overlap, boolean perClass) {
        List<Detection> sorted = new ArrayList<>(candidates);
        sorted.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : sorted) {
            if (kept.stream().noneMatch(better ->
                    (!perClass || better.label == candidate.label) && better.overlap(candidate) > overlap)) {
                kept.add(candidate);
            }
        }
        return kept;
    }
}
