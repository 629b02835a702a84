package moderato.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes single files out of package archives: wheels, jars and zips, and gzipped tars. */
final class Unpacker {

    private Unpacker() {}

    /**
     * Takes files out of an archive. Entries are copied to the paths given here, so no name inside the archive decides where anything
     * is written.
     *
     * @param archive the archive's file
     * @param wanted where to put each entry, by its path in the archive; entries that are not there are left out
     */
    static void unpack(Path archive, Map<String, Path> wanted) throws IOException {
        String name = archive.toString();
        if (name.endsWith(".tgz") || name.endsWith(".tar.gz")) {
            try (InputStream file = Files.newInputStream(archive);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    Path target = wanted.get(entry.getName());
                    if (target != null && entry.isFile()) {
                        Files.copy(tar, target);
                    }
                }
            }
            return;
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Map.Entry<String, Path> entry : wanted.entrySet()) {
                ZipEntry found = zip.getEntry(entry.getKey());
                if (found != null) {
                    try (InputStream in = zip.getInputStream(found)) {
                        Files.copy(in, entry.getValue());
                    }
                }
            }
        }
    }
}
