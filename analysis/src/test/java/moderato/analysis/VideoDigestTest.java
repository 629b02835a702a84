package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class VideoDigestTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLinkHasTheDigestOfItsFile() throws IOException {
        Path video = Files.writeString(folder.resolve("a.mp4"), "one");
        Path link = Files.createLink(folder.resolve("b.mp4"), video);
        assertThat(VideoDigest.of(video)).isEqualTo(VideoDigest.of(link)).isEqualTo(DigestUtils.sha256Hex("one"));
    }

    @Test
    void otherBytesInTheSamePlaceAreReadAgain() throws IOException {
        Path video = Files.writeString(folder.resolve("a.mp4"), "one");
        VideoDigest.of(video);
        Files.writeString(video, "two");
        Files.setLastModifiedTime(video, FileTime.from(Instant.ofEpochSecond(1)));
        assertThat(VideoDigest.of(video)).isEqualTo(DigestUtils.sha256Hex("two"));
        Files.writeString(video, "three");
        assertThat(VideoDigest.of(video)).isEqualTo(DigestUtils.sha256Hex("three"));
    }

    @Test
    void anotherFileHasItsOwn() throws IOException {
        VideoDigest.of(Files.writeString(folder.resolve("a.mp4"), "one"));
        assertThat(VideoDigest.of(Files.writeString(folder.resolve("b.mp4"), "two"))).isEqualTo(DigestUtils.sha256Hex("two"));
    }
}
