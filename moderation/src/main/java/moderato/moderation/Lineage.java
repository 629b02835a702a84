package moderato.moderation;

import java.util.List;

/**
 * From what the evidence was made, and by what.
 *
 * @param program the program's name and version
 * @param taxonomy the version of the taxonomy
 * @param createdAt when the evidence was put together, as an ISO-8601 instant
 * @param steps each step with the digests of what it wrote
 */
public record Lineage(String program, String taxonomy, String createdAt, List<Step> steps) {

    public Lineage {
        steps = List.copyOf(steps);
    }

    /**
     * A step of the moderation.
     *
     * @param step its name
     * @param models the models it used
     * @param outputs the files it wrote that evidence was taken from
     */
    public record Step(String step, List<String> models, List<Output> outputs) {

        public Step {
            models = List.copyOf(models);
            outputs = List.copyOf(outputs);
        }
    }

    /** A file and its digest. */
    public record Output(String file, String sha256) {
    }
}
