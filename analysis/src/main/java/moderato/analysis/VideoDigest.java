package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * The SHA-256 of a video's bytes.
 *
 * <p>A moderation asks twice for it, once to give the video its address and once for the package, the second time by a link. So the last answer is kept, for the same
 * file unchanged: where the file system has numbers for files, reads it once.
 */
public final class VideoDigest {

    private static volatile Optional<Known> last = Optional.empty();

    private VideoDigest() {}

    private record Known(Object file, long size, FileTime modified, String digest) {
        boolean isOf(BasicFileAttributes now) {
            return file.equals(now.fileKey()) && size == now.size() && modified.equals(now.lastModifiedTime());
        }
    }

    /** The digest, as hexadecimal digits. */
    public static String of(Path video) throws IOException {
        BasicFileAttributes before = Files.readAttributes(video, BasicFileAttributes.class);
        Optional<Known> same = last.filter(known -> known.isOf(before));
        if (same.isPresent()) {
            return same.get().digest;
        }
        String digest = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(video);
        Optional<Known> read = Optional.ofNullable(before.fileKey()).map(file -> new Known(file, before.size(), before.lastModifiedTime(), digest));
        BasicFileAttributes after = Files.readAttributes(video, BasicFileAttributes.class);
        last = read.filter(known -> known.isOf(after));
        return digest;
    }
}
