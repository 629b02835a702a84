package moderato.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import moderato.models.Label;

/** Writes what was found in frames as {@code docs/evidence.md} says. */
final class FindingJson {

    private FindingJson() {}

    /** A line for a frame that was looked at, with no findings yet. */
    static ObjectNode line(VideoFrame frame, String model) {
        ObjectNode line = JsonLines.MAPPER.createObjectNode();
        line.put("frame", frame.frame()).put("pts", frame.pts()).put("model", model);
        line.putArray("findings");
        return line;
    }

    /** Adds a finding to a line. */
    static ObjectNode add(ObjectNode line, String label, double confidence) {
        return ((ArrayNode) line.get("findings")).addObject().put("label", label).put("confidence", rounded(confidence, 1e6));
    }

    /** Says where a label belongs: its path, or an empty one for a label that is for search only. */
    static void place(ObjectNode finding, Label label) {
        ArrayNode path = finding.putArray("taxonomy");
        label.taxonomy().forEach(path::add);
    }

    /** Says where in the picture something is. */
    static void box(ObjectNode finding, Detection box, int width, int height) {
        finding.set("box", box(box, width, height));
    }

    static ArrayNode box(Detection box, int width, int height) {
        Detection inside = box.clipped(width, height);
        ArrayNode array = JsonLines.MAPPER.createArrayNode();
        for (double value : List.of(
                inside.left() / width,
                inside.top() / height,
                (inside.right() - inside.left()) / width,
                (inside.bottom() - inside.top()) / height)) {
            array.add(rounded(value, 1e4));
        }
        return array;
    }

    static double rounded(double value, double steps) {
        return Math.rint(value * steps) / steps;
    }
}
