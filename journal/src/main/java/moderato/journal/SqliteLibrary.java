package moderato.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite's native library, kept unpacked in a folder: its driver would unpack it, and compare it byte by byte, at every start. */
public final class SqliteLibrary {

    private static final String PATH = "org.sqlite.lib.path";

    private SqliteLibrary() {
    }

    /**
     * Has the driver load the library from a folder, into which it is unpacked the first time; before the driver is first used. Where the
     * folder cannot be written, the driver goes its own way.
     */
    public static void keepIn(Path folder) {
        if (System.getProperty(PATH) != null) {
            return;
        }
        Path library = folder.resolve(System.mapLibraryName("sqlitejdbc"));
        if (!Files.exists(library)) {
            try {
                unpack(library);
            } catch (IOException e) {
                return;
            }
        }
        System.setProperty(PATH, folder.toString());
    }

    private static void unpack(Path library) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("the driver has no library " + resource);
            }
            Files.createDirectories(library.toAbsolutePath().getParent());
            Path aside = Files.createTempFile(library.toAbsolutePath().getParent(), "library", ".part");
            Files.copy(packed, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, library, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Loads it, and what else a first connection needs, so that a thread with nothing better to do can do that early. */
    public static void load() {
        try {
            SQLiteJDBCLoader.initialize();
            new SQLiteConfig();
        } catch (Exception e) {
            throw new IllegalStateException("SQLite's library cannot be loaded: " + e.getMessage(), e);
        }
    }
}
