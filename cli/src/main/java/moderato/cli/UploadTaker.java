package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import moderato.handlers.ObjectCreated;
import moderato.kernel.EngineException;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.moderation.Decision;
import moderato.moderation.StepFailedException;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.jspecify.annotations.Nullable;

/**
 * Takes uploads: makes the event of each, finds its rule, and does what that says.
 *
 * <p>The name of the run comes from the upload's key and bytes, so that an upload that was begun before is gone on with and not begun twice,
 * whenever the program died.
 */
final class UploadTaker {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_LENGTH = 20;

    private final Home home;
    private final Path folder;
    private final String bucket;
    private final @Nullable Path outFolder;
    private final WatchRules rules;
    private final Moderator moderator;
    private final UploadLines lines;
    private final UploadRecords records;

    /**
     * @param bucket what events call the folder
     * @param outFolder where packages go; beside the videos when absent
     */
    UploadTaker(Home home, Path folder, String bucket, @Nullable Path outFolder, WatchRules rules, Moderator moderator, UploadLines lines) {
        this.home = home;
        this.folder = folder.toAbsolutePath().normalize();
        this.bucket = bucket;
        this.outFolder = outFolder;
        this.rules = rules;
        this.moderator = moderator;
        this.lines = lines;
        this.records = UploadRecords.of(home, folder);
    }

    /** Whether an upload is done. */
    boolean taken(Uploads.Upload upload) throws IOException {
        try {
            return records.taken(upload);
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    /** Does what the upload's rule says, to the end; what goes wrong is said, and an upload that cannot be read is moved away. */
    void take(Uploads.Upload upload) throws InterruptedException {
        try {
            String digest = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(upload.file());
            String name = DigestUtils.sha256Hex(folder + "\n" + upload.key() + "\n" + digest).substring(0, NAME_LENGTH);
            JsonNode event = new ObjectCreated(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), upload.look().changed(), bucket, upload.key(), upload.look().bytes(), digest).toJson();
            Optional<WatchRules.Rule> rule = rules.match(event);
            if (rule.isEmpty()) {
                lines.done(upload.key(), "no rule is for it");
            } else {
                switch (rule.get().target()) {
                    case WatchRules.Target.Moderate() -> moderate(upload, name);
                    case WatchRules.Target.Run run -> run(rule.get().name(), run, event, upload, name);
                }
            }
            if (Files.exists(upload.file())) {
                records.keep(upload, digest);
            }
        } catch (NoSuchFileException gone) {
            lines.done(upload.key(), "is gone");
        } catch (EngineException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            lines.failed(upload.key(), e);
        } catch (IOException | RuntimeException e) {
            lines.failed(upload.key(), e);
        }
    }

    private void moderate(Uploads.Upload upload, String name) throws IOException, InterruptedException {
        Path target = outFolder == null ? Objects.requireNonNull(upload.file().getParent()) : outFolder.resolve(upload.key()).getParent();
        Files.createDirectories(Objects.requireNonNull(target));
        try {
            Decision decision = moderator.upload(upload.file(), target, name).decision();
            lines.done(upload.key(), decision.outcome().json() + " (" + decision.severity().name().toLowerCase(Locale.ROOT) + "): " + decision.reason());
        } catch (StepFailedException e) {
            if (e.exitCode() != ExitCode.BAD_INPUT) {
                throw new CommandException(e.exitCode(), String.valueOf(e.getMessage()), e);
            }
            Path unreadable = folder.resolve(Uploads.UNREADABLE).resolve(upload.key());
            Files.createDirectories(Objects.requireNonNull(unreadable.getParent()));
            Files.move(upload.file(), unreadable, StandardCopyOption.REPLACE_EXISTING);
            lines.failed(upload.key(), new CommandException(e.exitCode(), e.getMessage() + "; it was moved to " + unreadable, e));
        }
    }

    private void run(String rule, WatchRules.Target.Run target, JsonNode event, Uploads.Upload upload, String name) throws InterruptedException {
        boolean machine = target.definition().definition().language().equals(DefinitionFile.STATES);
        RunIdentity run = RunNames.of(target.definition(), Optional.of(name));
        if (moderator.engine().describe(run.id()).isEmpty()) {
            JsonNode made = target.input().apply(rule, event);
            ObjectNode settings = JSON.createObjectNode();
            settings.putArray("maps").add("s3://" + bucket + "=" + folder);
            moderator.engine().start(new StartRequest(target.definition().definition(), run, machine ? made : parameters(made), settings));
        }
        Outcome outcome = moderator.engine().await(run.id());
        lines.done(upload.key(), rule + ": run " + name + ": " + switch (outcome) {
            case Outcome.Succeeded succeeded -> "succeeded";
            case Outcome.Failed failed -> "failed: " + failed.error().orElse("") + " " + failed.cause().orElse("");
            case Outcome.TimedOut timedOut -> "timed out";
            case Outcome.Stopped stopped -> "was stopped";
        });
    }

    private static ObjectNode parameters(JsonNode values) {
        ObjectNode input = JSON.createObjectNode();
        values.properties().forEach(value -> input.withArray("PipelineParameters").addObject().put("Name", value.getKey()).put("Value", value.getValue().asText()));
        return input;
    }
}
