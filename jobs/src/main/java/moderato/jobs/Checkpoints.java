package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;

/**
 * The checkpoints of a training job: brought back when it starts, mirrored to the object store while it runs, what it deletes included.
 */
final class Checkpoints {

    private static final String DEFAULT_FOLDER = "/opt/ml/checkpoints";

    private final ObjectStore store;
    private final ObjectAddress target;
    private final Path folder;
    private final Map<Path, BasicFileAttributes> mirrored = new HashMap<>();

    Checkpoints(ObjectStore store, JsonNode configuration, JobFolders folders) throws JobFailure {
        this.store = store;
        this.target = Jobs.address(configuration.path("S3Uri").asText());
        this.folder = folders.resolve(configuration.path("LocalPath").asText(DEFAULT_FOLDER));
    }

    /** Brings back what an earlier attempt left. */
    void restore() throws IOException {
        Files.createDirectories(folder);
        String prefix = target.key().isEmpty() || target.key().endsWith("/") ? target.key() : target.key() + "/";
        for (StoredObject object : store.list(new ObjectAddress(target.bucket(), prefix))) {
            Path file = folder.resolve(object.address().key().substring(prefix.length())).normalize();
            if (file.startsWith(folder) && !Files.exists(file)) {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(object.file(), file);
                mirrored.put(file, attributes(file));
            }
        }
    }

    /**
     * Copies what is new or changed since the last time, and removes what is gone. A file that vanishes meanwhile waits for the next time.
     *
     * @return whether anything was copied
     */
    synchronized boolean mirror() throws IOException {
        boolean copied = false;
        Map<Path, BasicFileAttributes> seen = new HashMap<>();
        for (Path file : Folders.files(folder)) {
            try {
                BasicFileAttributes now = attributes(file);
                BasicFileAttributes before = mirrored.get(file);
                if (before == null || before.size() != now.size() || !before.lastModifiedTime().equals(now.lastModifiedTime())) {
                    store.put(address(file), file);
                    copied = true;
                }
                seen.put(file, now);
            } catch (NoSuchFileException vanished) {
                continue;
            }
        }
        for (Path gone : mirrored.keySet()) {
            if (!seen.containsKey(gone)) {
                store.remove(address(gone));
            }
        }
        mirrored.clear();
        mirrored.putAll(seen);
        return copied;
    }

    private ObjectAddress address(Path file) {
        return target.resolve(folder.relativize(file).toString());
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }
}
