package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The metadata file written beside a video: media facts, coverage, evidence, decision, cost, lineage.
 *
 * <p>{@code docs/package.md} describes it, and {@link PackageSchema} holds its JSON Schema.
 *
 * @param schemaVersion the version of this format, {@link #SCHEMA_VERSION}
 */
@JsonPropertyOrder({"schemaVersion", "video", "decision", "policy", "coverage", "evidence", "transcript", "faces", "models", "cost",
    "lineage"})
public record ModerationPackage(
        String schemaVersion,
        Video video,
        List<ModelReference> models,
        Coverage coverage,
        List<Evidence> evidence,
        List<Speech> transcript,
        List<Person> faces,
        Decision decision,
        PolicyReference policy,
        Cost cost,
        Lineage lineage) {

    public static final String SCHEMA_VERSION = "1.0";

    public ModerationPackage {
        models = List.copyOf(models);
        evidence = List.copyOf(evidence);
        transcript = List.copyOf(transcript);
        faces = List.copyOf(faces);
    }

    /** Decides on a timeline and puts both together. */
    public static ModerationPackage of(Timeline timeline, Policy policy, Instant now) {
        Decision decision =
                Decider.decide(policy, timeline.coverage(), timeline.evidence(), timeline.video().durationSeconds(), now);
        return new ModerationPackage(SCHEMA_VERSION, timeline.video(), timeline.models(), timeline.coverage(), timeline.evidence(),
                timeline.transcript(), timeline.faces(), decision, policy.reference(), timeline.cost(), timeline.lineage());
    }

    /** The name of the package of a video: the video's own file name and {@code .moderation.json}. */
    public static String fileName(Path video) {
        return video.getFileName() + ".moderation.json";
    }

    /**
     * Decides again from this package alone. The earlier decision becomes the last of the history.
     *
     * @return a package that differs in {@code decision} and {@code policy} only
     */
    public ModerationPackage decidedBy(Policy other, Instant now) {
        Decision fresh = Decider.decide(other, coverage, evidence, video.durationSeconds(), now);
        return with(fresh.after(historyWithDecision()), other.reference());
    }

    /** This package as the successor of an older one of the same video, whose decisions it carries on. */
    public ModerationPackage after(ModerationPackage older) {
        return older.video.sha256().equals(video.sha256()) ? with(decision.after(older.historyWithDecision()), policy) : this;
    }

    /** Whether this package tells of a decision, as its own or as an earlier one. */
    public boolean tells(Decision other) {
        return historyWithDecision().stream().anyMatch(past -> past.decidedAt().equals(other.decidedAt()));
    }

    /** The same package with what a person decided; the decision before goes to the history. */
    ModerationPackage answered(Outcome outcome, String reason, String by, Instant now) {
        String said = reason.isBlank() ? "A person looked at the video and decided." : reason;
        return with(decision.answered(outcome, said, by, now.toString()).after(historyWithDecision()), policy);
    }

    /** The same package, as decided at another time. */
    public ModerationPackage decidedAt(Instant now) {
        return with(decision.at(now.toString()), policy);
    }

    private List<Decision.Past> historyWithDecision() {
        List<Decision.Past> history = new ArrayList<>(decision.history());
        history.add(decision.past(policy));
        return history;
    }

    private ModerationPackage with(Decision other, PolicyReference by) {
        return new ModerationPackage(schemaVersion, video, models, coverage, evidence, transcript, faces, other, by, cost, lineage);
    }

    /**
     * Reads a package.
     *
     * @throws InvalidInputException when the file is missing or no package, with a JSON pointer to what is wrong
     */
    public static ModerationPackage read(Path file) throws IOException {
        ModerationPackage read = Json.read(file, ModerationPackage.class);
        if (!read.schemaVersion.equals(SCHEMA_VERSION)) {
            throw new InvalidInputException(file + ": /schemaVersion: this program reads version " + SCHEMA_VERSION + ", found "
                    + read.schemaVersion);
        }
        return read;
    }

    /** The package that already lies at a place, unless there is none or it cannot be read. */
    public static Optional<ModerationPackage> existing(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(file));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes the package, whole or not at all, in the place of an older one.
     *
     * @throws IOException when the folder cannot be written or the disk is full; nothing is left behind
     */
    public void write(Path file) throws IOException {
        WholeFile.write(file, Json.pretty(this));
    }

    /** The package as indented JSON, ending with a line break. */
    public String json() {
        return Json.pretty(this);
    }
}
