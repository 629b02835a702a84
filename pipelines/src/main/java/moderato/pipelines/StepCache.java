package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The successes of cached steps, in a folder: answers {@code cache:find} and {@code cache:keep}.
 *
 * <p>Each pipeline, step and mode has a folder, with a file for the newest success of each key and one, {@code newest.json}, for the newest
 * of all, which says why another key missed. Files appear whole or not at all, so a crash leaves either success. Safe for many threads.
 */
public final class StepCache {

    private static final String NO_STORE = "no-store";
    private static final String NEWEST = "newest";

    private final Path folder;

    /** A cache in a folder, which need not exist yet. */
    public StepCache(Path folder) {
        this.folder = folder;
    }

    /** Answers {@code cache:find}. */
    public TaskHandler find() {
        return (payload, context) -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            Optional<JsonNode> same = read(file(payload, payload.path("Key").asText()));
            if (same.isPresent() && !end(same.get()).isBefore(Instant.parse(payload.path("NotBefore").asText()))) {
                return answer.set("Hit", picked(same.get(), "Properties"));
            }
            same.or(() -> read(file(payload, NEWEST))).ifPresent(nearest -> answer.set("Nearest", picked(nearest, "Attributes")));
            return answer;
        };
    }

    /** Answers {@code cache:keep}. In content mode a job whose message begins with {@code no-store} is not kept. */
    public TaskHandler keep() {
        return (payload, context) -> {
            if (payload.path("Mode").asText().equals("content") && payload.path("Properties").path("ExitMessage").asText("").startsWith(NO_STORE)) {
                return StepState.NOTHING;
            }
            try {
                for (String name : new String[] {payload.path("Key").asText(), NEWEST}) {
                    Path file = file(payload, name);
                    if (read(file).filter(kept -> end(kept).isAfter(end(payload))).isEmpty()) {
                        write(file, payload);
                    }
                }
            } catch (IOException e) {
                throw new TaskFailedException("ClientError", "The cache cannot be written: " + e.getMessage());
            }
            return StepState.NOTHING;
        };
    }

    /** Whether any success of a step is kept. */
    public boolean knows(String pipeline, String step, String mode) {
        return Files.isRegularFile(file(JsonNodeFactory.instance.objectNode().put("PipelineName", pipeline).put("StepName", step).put("Mode", mode), NEWEST));
    }

    private static ObjectNode picked(JsonNode kept, String member) {
        ObjectNode picked = JsonNodeFactory.instance.objectNode();
        picked.set("PipelineExecutionArn", kept.path("PipelineExecutionArn"));
        picked.set(member, kept.path(member));
        picked.set("EndTime", kept.path("EndTime"));
        if (member.equals("Properties") && kept.has("Written")) {
            picked.set("Written", kept.get("Written"));
        }
        return picked;
    }

    private static Instant end(JsonNode kept) {
        try {
            return Instant.parse(kept.path("EndTime").asText());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private Path file(JsonNode payload, String name) {
        String owner = payload.path("PipelineName").asText() + "\n" + payload.path("StepName").asText() + "\n" + payload.path("Mode").asText();
        return folder.resolve(DigestUtils.sha256Hex(owner)).resolve(name + ".json");
    }

    /** What is kept in a file; nothing when there is none, or none that can be read, which is a miss like any other. */
    private static Optional<JsonNode> read(Path file) {
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(Path file, JsonNode kept) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path aside = Files.createTempFile(parent, "keep", ".tmp");
        try {
            Files.writeString(aside, kept.toString());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
