package moderato.moderation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All that the analysis of one video gave, put on one timeline: a package before the decision.
 *
 * <p>It does not depend on the policy, so a new policy decides on the same timeline.
 */
public record Timeline(
        Video video,
        List<ModelReference> models,
        Coverage coverage,
        List<Evidence> evidence,
        List<Speech> transcript,
        List<Person> faces,
        Cost cost,
        Lineage lineage) {

    public Timeline {
        models = List.copyOf(models);
        evidence = List.copyOf(evidence);
        transcript = List.copyOf(transcript);
        faces = List.copyOf(faces);
    }

    /** The same timeline of a video that is called otherwise. */
    Timeline called(String file) {
        return new Timeline(video.called(file), models, coverage, evidence, transcript, faces, cost, lineage);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws InvalidInputException when the file is no timeline
     */
    public static Timeline read(Path file) throws IOException {
        return Json.read(file, Timeline.class);
    }

    /** Writes it as JSON, whole or not at all. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, Json.pretty(this));
    }
}
