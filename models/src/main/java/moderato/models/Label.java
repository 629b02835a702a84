package moderato.models;

import java.util.List;

/**
 * One class that a model tells, and what it means here.
 *
 * @param name the model's own word
 * @param use what becomes of it
 * @param taxonomy its place in the taxonomy, from the top: one to three names; empty unless {@code use} is {@link Use#EVIDENCE}
 * @param threshold the least score that is reported, 0..1
 */
public record Label(String name, Use use, List<String> taxonomy, double threshold) {

    /** What becomes of a label's findings. */
    public enum Use {
        /** Moderation evidence, at its place in the taxonomy. */
        EVIDENCE,
        /** Told as found, so that videos can be searched; no evidence. */
        SEARCH,
        /** Not told at all. */
        IGNORE
    }

    public Label {
        taxonomy = List.copyOf(taxonomy);
        if (taxonomy.isEmpty() == (use == Use.EVIDENCE)) {
            throw new IllegalArgumentException("label " + name + " is evidence without a place in the taxonomy, or the reverse");
        }
    }
}
