package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Until when the user wants to have the frames, sound and words of decided runs.
 *
 * @param folder a file a run
 */
record KeptRuns(Path folder) {

    void keep(String run, Instant until) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(run), until.toString());
    }

    /** Until when; nothing when nobody asked for it. */
    Optional<Instant> until(String run) throws IOException {
        try {
            return Optional.of(Instant.parse(Files.readString(folder.resolve(run))));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    void forget(String run) throws IOException {
        Files.deleteIfExists(folder.resolve(run));
    }
}
