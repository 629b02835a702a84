package moderato.media;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Real clips with bits flipped, parts cut out, and parts of other clips put in. */
@Tag("shared")
class MutationTest {

    private static final List<String> CLIPS = List.of(
            "noaudio_2997.mp4", "vfr_mono44k.mp4", "rotated90.mp4", "offset.ts", "vp9_opus.webm", "audio_only.m4a", "truncated.mp4");

    @TempDir
    Path folder;

    @Test
    void fortyMutations() throws Exception {
        decodeAll(0, 40);
    }

    @Test
    @Tag("long")
    void fiveHundredMutations() throws Exception {
        decodeAll(0, 500);
    }

    /** Each ends in a result or in a sentence, and in time: the child is ended after 20 seconds without progress. */
    private void decodeAll(int from, int to) throws Exception {
        Decoder decoder = new Decoder(new DecoderSettings(96, 768, 2, Duration.ofSeconds(20)));
        DecodeRequest request = new DecodeRequest(new Sampling.Adaptive(), DecodeRequest.Pixels.JPEG, 960, DecodeRequest.SMALL_LUMA, true);
        for (int seed = from; seed < to; seed++) {
            Path file = Files.write(folder.resolve("mutation.mp4"), mutation(seed));
            try {
                DecodeResult result = decoder.decode(file, request, new Collected());
                assertThat(result.durationSeconds()).as("seed %d", seed).isGreaterThanOrEqualTo(0).isFinite();
            } catch (MediaException e) {
                assertThat(e.reason()).as("seed %d: %s", seed, e.getMessage()).isNotEqualTo(MediaException.Reason.CHILD_STUCK);
                assertThat(e).as("seed %d", seed).hasMessageContaining("mutation.mp4").hasMessageEndingWith(".");
            }
        }
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static byte[] mutation(int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = clip(random);
        return switch (random.nextInt(3)) {
            case 0 -> flipped(bytes, random);
            case 1 -> cut(bytes, random);
            default -> spliced(bytes, clip(random), random);
        };
    }

    private static byte[] clip(SplittableRandom random) throws Exception {
        return Files.readAllBytes(Path.of("../shared/media/video", CLIPS.get(random.nextInt(CLIPS.size()))));
    }

    private static byte[] flipped(byte[] bytes, SplittableRandom random) {
        // Half of them in the headers, where they do the most.
        int end = random.nextBoolean() ? Math.min(4096, bytes.length) : bytes.length;
        for (int flips = 1 + random.nextInt(60); flips > 0; flips--) {
            bytes[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] cut(byte[] bytes, SplittableRandom random) {
        int start = random.nextInt(bytes.length);
        int end = start + random.nextInt(bytes.length - start);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, start);
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }

    private static byte[] spliced(byte[] bytes, byte[] other, SplittableRandom random) {
        int at = random.nextInt(bytes.length);
        int start = random.nextInt(other.length);
        int length = random.nextInt(other.length - start);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.write(other, start, length);
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }
}
