package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * What became of the uploads of a folder: a file for each, by its key, with the size, time and digest of what was taken.
 *
 * @param folder where they are kept
 */
record UploadRecords(Path folder) {

    /** The records of a watched folder. */
    static UploadRecords of(Home home, Path watched) {
        return new UploadRecords(home.folder().resolve("watch").resolve(DigestUtils.sha256Hex(watched.toAbsolutePath().normalize().toString())));
    }

    /** Whether just this file was taken before: by its size and time, or by its bytes. */
    boolean taken(Uploads.Upload upload) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(upload.key()));
        } catch (NoSuchFileException never) {
            return false;
        }
        if (lines.size() < 2 || lines.getFirst().equals(stamp(upload))) {
            return lines.size() >= 2;
        }
        String digest = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(upload.file());
        if (lines.get(1).equals(digest)) {
            keep(upload, digest);
            return true;
        }
        return false;
    }

    /** Remembers that an upload was taken. */
    void keep(Uploads.Upload upload, String digest) throws IOException {
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, ".unfinished", "");
        Files.writeString(aside, stamp(upload) + "\n" + digest + "\n" + upload.key().replace("\n", " ") + "\n");
        Files.move(aside, file(upload.key()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String stamp(Uploads.Upload upload) {
        return upload.look().bytes() + " " + upload.look().changed();
    }

    private Path file(String key) {
        return folder.resolve(DigestUtils.sha256Hex(key));
    }
}
