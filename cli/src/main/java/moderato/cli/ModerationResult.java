package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import moderato.moderation.ModerationPackage;
import moderato.moderation.Report;
import moderato.moderation.Results;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;

/** Writes what a moderation's run left to where its starter wants it: the package beside the video, and the report. */
record ModerationResult(ObjectStore store) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a run keeps about where its result goes. */
    static ObjectNode settings(Path video, Path folder, boolean report, Duration keep) {
        ObjectNode settings = JSON.createObjectNode().put("video", video.toString());
        settings.put("package", folder.toAbsolutePath().resolve(ModerationPackage.fileName(video)).toString());
        if (keep.isPositive()) {
            settings.put("keepSeconds", keep.toSeconds());
        }
        return report ? settings.put("report", folder.toAbsolutePath().resolve(Report.fileName(video)).toString()) : settings;
    }

    /** The video that a run is about. */
    static Path video(JsonNode where) {
        return Path.of(where.path("video").asText());
    }

    /** How long its frames, sound and words are kept after the decision. */
    static Duration keep(JsonNode where) {
        return Duration.ofSeconds(where.path("keepSeconds").asLong(0));
    }

    /** The package's file. */
    static Path file(JsonNode where) {
        return Path.of(where.path("package").asText());
    }

    /**
     * Writes package and report.
     *
     * @param run the run's name
     * @param where the run's settings
     * @param step the step that left the package
     * @param again whether an earlier run had decided the same: it is decided again now
     * @return the package, with the decisions of an earlier one of the same video
     */
    ModerationPackage write(String run, JsonNode where, JsonNode step, boolean again) throws IOException {
        ObjectAddress left = StepOutputs.of(run, step, "package");
        ModerationPackage made = made(left);
        Optional<ModerationPackage> older = ModerationPackage.existing(file(where));
        boolean told = older.filter(before -> before.decision().decidedAt().equals(made.decision().decidedAt())).isPresent();
        ModerationPackage decided = again || told ? made.decidedAt(Instant.now()) : made;
        ModerationPackage kept = older.isPresent() ? decided.after(older.get()) : decided;
        if (where.has("report")) {
            report(Path.of(where.path("report").asText()), kept, kept.equals(made), left);
        }
        kept.write(file(where));
        return kept;
    }

    /** As {@link #write}, but leaves a package alone that tells of this decision already. */
    ModerationPackage complete(String run, JsonNode where, JsonNode step, boolean again) throws IOException {
        ModerationPackage made = made(StepOutputs.of(run, step, "package"));
        boolean told = ModerationPackage.existing(file(where)).filter(kept -> kept.tells(made.decision())).isPresent();
        return told ? made : write(run, where, step, again);
    }

    private ModerationPackage made(ObjectAddress left) throws IOException {
        return ModerationPackage.read(object(left.resolve(Results.PACKAGE)));
    }

    private void report(Path target, ModerationPackage kept, boolean same, ObjectAddress left) throws IOException {
        if (same) {
            Report.copy(object(left.resolve(Results.REPORT)), target);
        } else {
            Report.write(target, kept, Objects.requireNonNull(object(left.resolve(Results.PICTURES + "/frames.jsonl")).toAbsolutePath().getParent()));
        }
    }

    private Path object(ObjectAddress address) throws IOException {
        return store.find(address).map(StoredObject::file).filter(Files::isRegularFile).orElseThrow(() -> new IOException("the object " + address + " is gone"));
    }
}
