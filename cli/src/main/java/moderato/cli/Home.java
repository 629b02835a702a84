package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder that keeps what lasts: journal, registry, objects, models.
 *
 * @param folder the folder's absolute path; it need not be there yet
 */
public record Home(Path folder) {

    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The folder given, else {@code $MODERATO_HOME}, else {@code ~/.moderato}. */
    public static Home of(Optional<Path> given, Map<String, String> environment, Path userHome) {
        return given.or(() -> Optional.ofNullable(environment.get("MODERATO_HOME")).filter(value -> !value.isBlank()).map(Path::of))
                .map(Home::new)
                .orElseGet(() -> new Home(userHome.resolve(".moderato")));
    }

    /** Makes the folder, if it is not there, for its user alone: in it is what was seen and said in videos. */
    void make() {
        if (Files.exists(folder)) {
            return;
        }
        try {
            Files.createDirectories(Objects.requireNonNull(folder.getParent()));
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException reportedByWhoeverNeedsIt) {
            return;
        }
    }

    /** Whether other users of the machine may look into the folder. */
    boolean open() throws IOException {
        return Files.exists(folder) && !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)).endsWith("------");
    }

    /** Where the model store is. */
    public Path models() {
        return folder.resolve("models");
    }

    /** Where the object store is. */
    public Path objects() {
        return folder.resolve("objects");
    }

    /** Where attempts of jobs have their folders. */
    public Path jobs() {
        return folder.resolve("jobs");
    }

    /** The journal's database file. */
    public Path journal() {
        return folder.resolve("journal.db");
    }

    /** The registry's database file. */
    public Path registry() {
        return folder.resolve("registry.db");
    }
}
