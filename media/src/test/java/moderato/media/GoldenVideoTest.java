package moderato.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@Tag("shared")
class GoldenVideoTest {

    private static final Path SHARED = Path.of("../shared");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bigbuckbunny_mp4",
                "mixed_23s_mp4",
                "noaudio_2997_mp4",
                "offset_ts",
                "rotated90_mp4",
                "truncated_mp4",
                "vfr_mono44k_mp4",
                "vp9_opus_webm"
            })
    void theSameFramesAtTheSameTimes(String name) throws Exception {
        JsonNode golden = golden(name);
        Path file = SHARED.resolve(golden.at("/input/file").asText());
        Collected collected = Collected.of(file, new Sampling.Fixed(golden.get("sample_fps").asDouble()), DecodeRequest.Pixels.BGR);

        JsonNode frames = golden.get("frames");
        assertThat(collected.frames).hasSize(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = collected.frames.get(i);
            JsonNode expected = frames.get(i);
            assertThat(frame.pts()).as("time of frame %d", i)
                    .isCloseTo(expected.get("time_from_first_frame").asDouble(), within(1e-6));
            assertColours(frame.picture().orElseThrow(), expected, expected.has("rotation"));
            assertThat(frame.base()).isTrue();
        }
        assertSound(collected, golden);
    }

    @Test
    void everyFrameIsDecoded() throws Exception {
        for (String name : new String[] {"bigbuckbunny_mp4", "truncated_mp4", "vp9_opus_webm", "offset_ts", "vfr_mono44k_mp4"}) {
            JsonNode golden = golden(name);
            Path file = SHARED.resolve(golden.at("/input/file").asText());
            DecodeResult result = new Decoder().decode(
                    file, new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.NONE, 960, 480, false), new Collected());

            // Where the golden's decoder stopped at the damage, the frames still inside it come as well.
            boolean damaged = golden.at("/video/decode_ended_with_error").asBoolean();
            int expected = golden.at("/video/frames_decoded").asInt();
            assertThat(result.framesDecoded()).as(name).isBetween(expected, damaged ? expected + 3 : expected);
            assertThat(result.probe().video().orElseThrow().codec()).isEqualTo(golden.at("/video/codec").asText());
            assertThat(result.warnings().isEmpty()).as(name).isEqualTo(!damaged);
        }
    }

    @Test
    void soundAlone() throws Exception {
        JsonNode golden = golden("audio_only_m4a");
        Path file = SHARED.resolve(golden.at("/input/file").asText());
        Collected collected = Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.JPEG);

        assertThat(new Decoder().probe(file).video()).isEmpty();
        assertThat(collected.frames).isEmpty();
        assertSound(collected, golden);
    }

    @Test
    void aTextIsNoVideo() {
        assertThatThrownBy(() -> new Decoder().probe(SHARED.resolve("media/video/not_a_video.mp4")))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("'../shared/media/video/not_a_video.mp4' is no video");
    }

    @Test
    void whatTheHeadersSay() throws Exception {
        Probe rotated = new Decoder().probe(SHARED.resolve("media/video/rotated90.mp4"));

        assertThat(rotated.container()).isEqualTo("mp4");
        assertThat(rotated.durationSeconds()).isCloseTo(4, within(0.1));
        assertThat(rotated.video()).contains(new Probe.VideoTrack("h264", 180, 320, 25, 90));
        assertThat(rotated.audio()).contains(new Probe.AudioTrack("aac", 48000, 2, 1));
    }

    private static void assertColours(Picture picture, JsonNode expected, boolean turned) {
        double[] mean = new double[3];
        for (int i = 0; i < picture.bgr().length; i++) {
            mean[i % 3] += picture.bgr()[i] & 0xff;
        }
        for (int i = 0; i < 3; i++) {
            assertThat(mean[i] / (picture.width() * (double) picture.height()))
                    .isCloseTo(expected.get("mean_bgr").get(i).asDouble(), within(1.5));
        }
        if (turned) {
            assertThat(picture.height()).isGreaterThan(picture.width());
        }
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                // A display matrix of 90 degrees turns the picture counter-clockwise: its right edge comes to the top.
                double grey = turned ? grey(picture, 3 - column, row) : grey(picture, row, column);
                assertThat(grey).isCloseTo(expected.get("grey_4x4").get(row).get(column).asDouble(), within(3.0));
            }
        }
    }

    private static double grey(Picture picture, int row, int column) {
        int top = picture.height() * row / 4;
        int bottom = picture.height() * (row + 1) / 4;
        int left = picture.width() * column / 4;
        int right = picture.width() * (column + 1) / 4;
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = 3 * (y * picture.width() + x);
                sum += 0.114 * (picture.bgr()[at] & 0xff) + 0.587 * (picture.bgr()[at + 1] & 0xff) + 0.299 * (picture.bgr()[at + 2] & 0xff);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }

    private static void assertSound(Collected collected, JsonNode golden) {
        double[] samples = collected.samples();
        JsonNode expected = golden.path("audio");
        if (expected.isMissingNode() || expected.isNull()) {
            assertThat(samples).isEmpty();
            return;
        }
        assertThat(samples.length).isCloseTo(expected.get("mono16k_samples").asInt(), within(1600));
        double rms = Math.sqrt(Arrays.stream(samples).map(x -> x * x).average().orElseThrow());
        assertThat(rms).isCloseTo(expected.get("rms").asDouble(), within(0.02 * expected.get("rms").asDouble()));
    }

    private static JsonNode golden(String name) throws Exception {
        return new ObjectMapper().readTree(SHARED.resolve("golden/video/" + name + ".json").toFile());
    }
}
