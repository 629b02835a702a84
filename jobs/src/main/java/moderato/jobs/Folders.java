package moderato.jobs;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
/** What jobs do with folders. */
final class Folders {

    private Folders() {
    }

    /** Removes a folder and all in it; links are removed, not followed. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        MoreFiles.deleteRecursively(folder);
    }

    /** Removes a folder; what cannot be removed stays, for the next clean-up. */
    static void removeQuietly(Path folder) {
        try {
            remove(folder);
        } catch (IOException stays) {
            folder.toFile().deleteOnExit();
        }
    }

    /** The regular files below a folder, links left out, in order. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
        }
    }
}
