package moderato.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import moderato.media.MediaException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class BadInputTest {

    @TempDir
    Path folder;

    @Test
    void noBytes() throws Exception {
        assertFails(Files.createFile(folder.resolve("a.mp4")), Reason.EMPTY, "is empty");
    }

    @Test
    void aText() throws Exception {
        assertFails(Files.writeString(folder.resolve("a.mp4"), "This is not a video.\n"), Reason.NOT_MEDIA, "is no video, sound or picture");
    }

    @Test
    void missing() {
        assertFails(folder.resolve("a.mp4"), Reason.MISSING, "does not exist");
    }

    @Test
    void aFolder() {
        assertFails(folder, Reason.NOT_A_FILE, "is a folder");
    }

    @Test
    void unreadable() throws Exception {
        Path file = Files.writeString(folder.resolve("a.mp4"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertFails(file, Reason.UNREADABLE, "may not be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space.mp4", "quote'\"`.mp4", "line\nbreak.mp4", "\uD83D\uDE00.mp4", "-dash.mp4", "file:x.mp4", "%d.mp4"})
    void oddNamesAreNamesLikeOthers(String name) throws Exception {
        Path file = Files.move(Clips.ordinary(folder.resolve("clip.mp4")), folder.resolve(name));

        assertThat(new Decoder().probe(file).video()).isPresent();
        Path broken = Files.writeString(folder.resolve("not " + name), "text");
        assertThatThrownBy(() -> new Decoder().probe(broken)).satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    @Test
    void cutShortWithItsIndexAtTheFrontGivesWhatThereIs() throws Exception {
        Path file = cut(Clips.ordinary(folder.resolve("a.mp4")));
        Collected collected = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.JPEG);

        assertThat(collected.frames.size()).isBetween(5, 25);
        assertThat(collected.warnings).anyMatch(warning -> warning.contains("may be cut short"));
    }

    @Test
    void cutShortWithoutItsIndexSaysSo() throws Exception {
        Path whole = Clips.make(folder.resolve("a.mp4"), "-f", "lavfi", "-i", "testsrc=duration=2", "-c:v", "mpeg4");
        assertFails(cut(whole), Reason.NOT_MEDIA, "index is missing");
    }

    @Test
    void aHeaderThatPromisesAHundredHours() throws Exception {
        Path file = Clips.make(folder.resolve("a.mkv"), "-f", "lavfi", "-i", "testsrc=duration=1.5:rate=20", "-c:v", "mpeg4");
        byte[] bytes = Files.readAllBytes(file);
        // Matroska's element Duration (0x4489) of eight bytes (0x88), in milliseconds.
        int at = indexOf(bytes, new byte[] {0x44, (byte) 0x89, (byte) 0x88}, 0);
        ByteBuffer.wrap(bytes).putDouble(at + 3, 360_000_000.0);
        Files.write(file, bytes);
        Collected collected = new Collected();
        DecodeResult result = new Decoder().decode(file, request(), collected);

        assertThat(result.probe().durationSeconds()).isEqualTo(360_000);
        assertThat(result.durationSeconds()).isCloseTo(1.5, within(0.1));
        assertThat(result.warnings()).anyMatch(warning -> warning.startsWith("The file promises"));
    }

    @Test
    void sixteenThousandPixelsSquare() throws Exception {
        Path gif = Clips.make(folder.resolve("a.gif"), "-f", "lavfi", "-i", "testsrc=duration=1:size=64x64");
        byte[] bytes = Files.readAllBytes(gif);
        System.arraycopy(new byte[] {(byte) 0x80, 0x3e, (byte) 0x80, 0x3e}, 0, bytes, 6, 4);
        Files.write(gif, bytes);

        assertFails(gif, Reason.TOO_LARGE, "has pictures of 16000 x 16000 pixels");
    }

    @Test
    void sixteenThousandPixelsSquareInAVideo() throws Exception {
        Path video = Clips.make(folder.resolve("a.mov"), "-f", "lavfi", "-i", "testsrc=duration=0.2:size=64x64", "-c:v", "png");
        byte[] bytes = Files.readAllBytes(video);
        byte[] size = ByteBuffer.allocate(8).putInt(16_000).putInt(16_000).array();
        for (int at = indexOf(bytes, "IHDR", 0); at >= 0; at = indexOf(bytes, "IHDR", at + 4)) {
            System.arraycopy(size, 0, bytes, at + 4, 8);
        }
        Files.write(video, bytes);
        patch(video, "png ", 28, new byte[] {0x3e, (byte) 0x80, 0x3e, (byte) 0x80});

        assertFails(video, Reason.TOO_LARGE, "has pictures of 16000 x 16000 pixels");
    }

    @Test
    void soundThatCannotBeDecodedIsMissing() throws Exception {
        String[] whole = {"-f", "lavfi", "-i", "testsrc=size=64x64:duration=4", "-f", "lavfi", "-i", "sine=duration=4", "-c:v", "mpeg4", "-c:a", "aac"};
        assertThat(new Decoder().decode(Clips.make(folder.resolve("a.mp4"), whole), request(), new Collected()).missingSeconds()).isZero();
        String[] noisy = Stream.concat(Stream.of(whole), Stream.of("-bsf:a", "noise=amount=4")).toArray(String[]::new);
        DecodeResult result = new Decoder().decode(Clips.make(folder.resolve("b.mp4"), noisy), request(), new Collected());

        assertThat(result.missingSeconds()).isBetween(2.0, 4.2);
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("of the sound track are damaged"));
    }

    @Test
    void damageInTheMiddleIsGoneOver() throws Exception {
        Path file = Clips.make(
                folder.resolve("a.ts"), "-f", "lavfi", "-i", "testsrc=size=320x180:rate=20:duration=4", "-f", "lavfi", "-i", "sine=duration=4",
                "-c:v", "mpeg2video", "-g", "5", "-c:a", "mp2");
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = bytes.length * 2 / 5; i < bytes.length * 3 / 5; i++) {
            if (i % 188 > 8) {
                bytes[i] = (byte) random.nextInt(256);
            }
        }
        Files.write(file, bytes);
        Collected collected = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.NONE);

        assertThat(collected.frames.getFirst().pts()).isZero();
        assertThat(collected.frames.getLast().pts()).isGreaterThan(3.8);
        assertThat(collected.samples().length).isCloseTo(64_000, within(1600));
        assertThat(collected.warnings).isNotEmpty();
    }

    @Test
    void oneSampleOfSound() throws Exception {
        Path file = Clips.make(
                folder.resolve("a.wav"), "-f", "lavfi", "-i", "sine=duration=1:sample_rate=16000", "-af", "atrim=end_sample=1");
        Collected collected = Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.JPEG);

        assertThat(collected.samples()).hasSize(1);
        assertThat(collected.frames).isEmpty();
    }

    @Test
    void noVideoTrack() throws Exception {
        Path file = Clips.make(folder.resolve("a.mp4"), "-f", "lavfi", "-i", "sine=duration=1");

        assertThat(new Decoder().probe(file).video()).isEmpty();
        assertThatThrownBy(() -> new Decoder().picture(file)).isInstanceOf(MediaException.class).hasMessageContaining("holds no picture");
    }

    private static DecodeRequest request() {
        return new DecodeRequest(new Sampling.Adaptive(), DecodeRequest.Pixels.JPEG, 960, DecodeRequest.SMALL_LUMA, true);
    }

    private static void assertFails(Path file, Reason reason, String words) {
        assertThatThrownBy(() -> new Decoder().decode(file, request(), new Collected()))
                .asInstanceOf(type(MediaException.class))
                .satisfies(failure -> {
                    assertThat(failure).hasMessageContaining(words).hasMessageContaining(Decoder.quoted(file)).hasMessageEndingWith(".");
                    assertThat(failure.reason()).isEqualTo(reason);
                });
    }

    private static Path cut(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    /** Overwrites bytes at a place after a box's name. */
    private static void patch(Path file, String box, int offset, byte[] with) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(bytes, box, 0);
        assertThat(at).isPositive();
        System.arraycopy(with, 0, bytes, at + offset, with.length);
        Files.write(file, bytes);
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        return indexOf(bytes, text.getBytes(StandardCharsets.US_ASCII), from);
    }

    private static int indexOf(byte[] bytes, byte[] sought, int from) {
        for (int i = from; i <= bytes.length - sought.length; i++) {
            if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }
}
