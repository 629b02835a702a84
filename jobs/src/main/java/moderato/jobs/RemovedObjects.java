package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is remembered of objects that retention took away: the digest of each prefix, and nothing else.
 *
 * @param folder where it is remembered, a file a prefix
 */
public record RemovedObjects(Path folder) {

    /** Remembers the digest of what was at an address. */
    public void remember(String uri, String digest) throws IOException {
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, "new", ".tmp");
        Files.writeString(aside, digest);
        Files.move(aside, file(uri), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The digest of what was at an address. */
    public Optional<String> digest(String uri) throws IOException {
        try {
            return Optional.of(Files.readString(file(uri)));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    private Path file(String uri) {
        return folder.resolve(Digests.text(uri));
    }
}
