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

/**
 * What a store remembers of the files it has hashed: {@code verified/<sha256>} names the size, the identity and the times of change that the
 * file had. A file that still has them is not read again.
 */
final class Verified {

    /* A file can change twice within one tick of its file system's clock: what changed just now is not remembered. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Path folder;
    private final InstantSource clock;

    Verified(Path store, InstantSource clock) {
        this.folder = store.resolve("verified");
        this.clock = clock;
    }

    /** Whether the file is the one that was found to have this hash. */
    boolean knows(Path blob, String sha256) throws IOException {
        try {
            return Files.readString(folder.resolve(sha256)).equals(stamp(blob));
        } catch (NoSuchFileException never) {
            return false;
        }
    }

    /** The stamp of a file, to be taken before it is hashed. */
    static String stamp(Path blob) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(blob, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.fileKey() + " " + attributes.lastModifiedTime().toInstant() + " " + changed(blob) + "\n";
    }

    /** Remembers that a file with this stamp has this hash, unless it is too young to be told from a later one. */
    void remember(Path blob, String stamp, String sha256) throws IOException {
        if (clock.instant().isBefore(changed(blob).plus(SETTLED)) || !stamp.equals(stamp(blob))) {
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

    /* Unix keeps a time that a program cannot set back. */
    private static Instant changed(Path blob) throws IOException {
        if (Files.getFileStore(blob).supportsFileAttributeView("unix")) {
            return ((java.nio.file.attribute.FileTime) Files.getAttribute(blob, "unix:ctime")).toInstant();
        }
        return Files.getLastModifiedTime(blob).toInstant();
    }
}
