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
 * A folder of a job that is copied to the object store while the job runs.
 *
 * <p>Checkpoints of a training job are brought back when it starts, and what it deletes is deleted from the store. An output of a
 * processing job only grows there.
 */
final class MirroredFolder {

    private static final String CHECKPOINTS = "/opt/ml/checkpoints";

    /** Learns what is about to be copied. */
    interface Uploading {
        /** An object that is about to be written. */
        void object(ObjectAddress address) throws IOException;
    }

    private final ObjectStore store;
    private final ObjectAddress target;
    private final Path folder;
    private final boolean deletes;
    private final Uploading uploading;
    private final Map<Path, BasicFileAttributes> mirrored = new HashMap<>();

    private MirroredFolder(ObjectStore store, ObjectAddress target, Path folder, boolean deletes, Uploading uploading) {
        this.store = store;
        this.target = target;
        this.folder = folder;
        this.deletes = deletes;
        this.uploading = uploading;
    }

    /** The checkpoints that a CheckpointConfig speaks of. */
    static MirroredFolder checkpoints(ObjectStore store, JsonNode configuration, JobFolders folders) throws JobFailure {
        return new MirroredFolder(store, Jobs.address(configuration.path("S3Uri").asText()), folders.resolve(configuration.path("LocalPath").asText(CHECKPOINTS)), true, address -> {
        });
    }

    /** An output. */
    static MirroredFolder output(ObjectStore store, ObjectAddress target, Path folder, Uploading uploading) {
        return new MirroredFolder(store, target, folder, false, uploading);
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
     * Copies what is new or changed since the last time, and removes checkpoints that are gone. A file that vanishes meanwhile waits for the next time.
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
                    uploading.object(address(file));
                    store.put(address(file), file);
                    copied = true;
                }
                seen.put(file, now);
            } catch (NoSuchFileException vanished) {
                continue;
            }
        }
        for (Path gone : mirrored.keySet()) {
            if (deletes && !seen.containsKey(gone)) {
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
