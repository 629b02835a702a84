package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of jobs and models: the service's own Describe answers, a file each.
 *
 * @param folder where the files are
 */
public record JobDescriptions(Path folder) {

    /** The kind under which the values of a training job's metrics are kept: {@code {metric: [number]}}, in the order of the log. */
    public static final String METRICS = "metrics";

    /** The kind under which transform jobs stand whose model said that its answers are not worth keeping. */
    static final String NOT_KEPT = "not-kept";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Keeps a description, in the place of an older one.
     *
     * @param kind {@code processing}, {@code training}, {@code transform}, {@code tuning} or {@code model}
     */
    public void keep(String kind, String name, JsonNode description) throws IOException {
        Path file = file(kind, name);
        Path parent = Objects.requireNonNull(file.getParent());
        Files.createDirectories(parent);
        Path aside = parent.resolve("." + name + "." + Thread.currentThread().threadId());
        Files.writeString(aside, description.toString());
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The description of a job or model, if there is one of that name. */
    public Optional<ObjectNode> find(String kind, String name) throws IOException {
        try {
            return Optional.of((ObjectNode) JSON.readTree(Files.readString(file(kind, name))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Every description of a kind, in the order of their names. */
    public List<ObjectNode> all(String kind) throws IOException {
        List<ObjectNode> found = new ArrayList<>();
        for (Path file : Folders.files(folder.resolve(kind))) {
            if (file.toString().endsWith(".json")) {
                found.add((ObjectNode) JSON.readTree(Files.readString(file)));
            }
        }
        return found;
    }

    private Path file(String kind, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,255}")) {
            throw new IllegalArgumentException("'" + name + "' is no name for a job or model: letters, digits and hyphens");
        }
        return folder.resolve(kind).resolve(name + ".json");
    }
}
