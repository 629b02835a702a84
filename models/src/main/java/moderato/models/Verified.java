package moderato.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of files that were hashed: {@code verified/<sha256>} in a store names the size, the identity and the time of change that the file
 * had, and this process remembers the same of every file it hashed. A file that still has them is not read again, under whatever name: what a
 * step is given is a link to the store's own file.
 *
 * <p>The time of the last change of a file's attributes is left out: every new link moves it, and whoever may write here could write the note too.
 */
final class Verified {

    /* A file can change twice within one tick of its file system's clock: what changed just now is not remembered. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final Set<String> HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final InstantSource clock;

    Verified(Path store, InstantSource clock) {
        this.folder = store.resolve("verified");
        this.clock = clock;
    }

    /** Whether the file is the one that was found to have this hash. */
    boolean knows(Path blob, String sha256) throws IOException {
        String stamp = stamp(blob);
        if (HERE.contains(sha256 + " " + stamp)) {
            return true;
        }
        try {
            boolean noted = Files.readString(folder.resolve(sha256)).equals(stamp);
            if (noted) {
                HERE.add(sha256 + " " + stamp);
            }
            return noted;
        } catch (NoSuchFileException never) {
            return false;
        }
    }

    /** The stamp of a file, to be taken before it is hashed. */
    static String stamp(Path blob) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(blob, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.fileKey() + " " + attributes.lastModifiedTime().toInstant() + "\n";
    }

    /**
     * Remembers that a file with this stamp has this hash, unless it is too young to be told from a later one.
     *
     * @param note whether to write it down for other processes too
     */
    void remember(Path blob, String stamp, String sha256, boolean note) throws IOException {
        Instant changed = Files.getLastModifiedTime(blob).toInstant();
        if (clock.instant().isBefore(changed.plus(SETTLED)) || !stamp.equals(stamp(blob))) {
            return;
        }
        HERE.add(sha256 + " " + stamp);
        if (!note) {
            return;
        }
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, "new", ".tmp");
        try {
            Files.write(aside, stamp.getBytes(StandardCharsets.UTF_8));
            Files.move(aside, folder.resolve(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
