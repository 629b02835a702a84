package moderato.media;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FormatsTest {

    private static final String RED = "color=red:size=160x90:rate=10:duration=1";

    @TempDir
    Path folder;

    /** The build has no encoder for HEVC: its clip was made elsewhere, and lies beside this test. */
    @ParameterizedTest
    @CsvSource({
        "mp4, libopenh264, yuv420p, mp4, h264",
        "mov, libopenh264, yuv420p, mp4, h264",
        "mkv, libopenh264, yuv420p, matroska, h264",
        "ts, libopenh264, yuv420p, mpegts, h264",
        "webm, libvpx, yuv420p, matroska, vp8",
        "webm, libvpx-vp9, yuv420p, matroska, vp9",
        "mp4, libsvtav1, yuv420p, mp4, av1",
        "mkv, libsvtav1, yuv420p10le, matroska, av1",
        "mpg, mpeg2video, yuv420p, mpeg, mpeg2video",
        "ts, mpeg2video, yuv420p, mpegts, mpeg2video",
        "avi, mpeg4, yuv420p, avi, mpeg4",
        "mov, prores_ks, yuv422p10le, mp4, prores",
        "mkv, ffv1, yuv444p10le, matroska, ffv1"
    })
    void codecsAndContainers(String extension, String encoder, String pixels, String container, String codec) throws Exception {
        Path file = Clips.make(folder.resolve("a." + extension), "-f", "lavfi", "-i", RED, "-c:v", encoder, "-pix_fmt", pixels);
        Collected collected = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.BGR);
        Probe probe = new Decoder().probe(file);

        assertThat(probe.container()).isEqualTo(container);
        assertThat(probe.video().orElseThrow().codec()).isEqualTo(codec);
        assertThat(collected.frames).hasSize(10);
        assertRed(collected.frames.get(5).picture().orElseThrow());
        assertThat(collected.warnings).isEmpty();
    }

    @Test
    void hevc() throws Exception {
        Path file = Files.write(folder.resolve("a.mp4"), resource("hevc.mp4"));
        Collected collected = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.BGR);

        assertThat(new Decoder().probe(file).video().orElseThrow().codec()).isEqualTo("hevc");
        assertThat(collected.frames).hasSize(10);
        assertRed(collected.frames.get(5).picture().orElseThrow());
    }

    @Test
    void anAnimatedGif() throws Exception {
        Path file = Clips.make(folder.resolve("a.gif"), "-f", "lavfi", "-i", "testsrc=size=100x60:rate=5:duration=2");
        Collected collected = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.JPEG);

        assertThat(collected.frames).hasSize(10);
        assertThat(collected.frames.get(5).pts()).isCloseTo(1.0, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"png, png", "jpg, mjpeg", "webp, libwebp", "bmp, bmp"})
    void aStillPictureIsOneFrame(String extension, String encoder) throws Exception {
        Path file = Clips.make(folder.resolve("a." + extension), "-f", "lavfi", "-i", RED, "-frames:v", "1", "-c:v", encoder);
        Collected collected = Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.BGR);

        assertThat(collected.frames).hasSize(1);
        assertThat(collected.frames.getFirst().base()).isTrue();
        assertThat(collected.frames.getFirst().pts()).isZero();
        assertRed(new Decoder().picture(file));
    }

    @Test
    void oddSizes() throws Exception {
        Path file = Clips.make(
                folder.resolve("a.mkv"), "-f", "lavfi", "-i", "color=red:size=161x91:rate=10:duration=0.5", "-c:v", "ffv1", "-pix_fmt", "yuv444p");
        Picture picture = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.BGR).frames.getFirst().picture().orElseThrow();

        assertThat(picture.width()).isEqualTo(161);
        assertThat(picture.height()).isEqualTo(91);
        assertRed(picture);
        assertThat(Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.JPEG).frames.getFirst().jpeg()).isPresent();
    }

    @Test
    void pixelsThatAreNotSquareAreMadeSquare() throws Exception {
        Path file = Clips.make(folder.resolve("a.mp4"), "-f", "lavfi", "-i", RED, "-vf", "setsar=16/15", "-c:v", "mpeg4");
        Probe.VideoTrack video = new Decoder().probe(file).video().orElseThrow();

        assertThat(video.width()).isEqualTo(171);
        assertThat(video.height()).isEqualTo(90);
    }

    @ParameterizedTest
    @CsvSource({"90, 90, 160", "180, 160, 90", "270, 90, 160"})
    void turnedPictures(int degrees, int width, int height) throws Exception {
        // Red above, blue below.
        Path upright = Clips.make(
                folder.resolve("a.mp4"), "-f", "lavfi", "-i", "color=red:size=160x45:rate=10:duration=0.5", "-f", "lavfi", "-i",
                "color=blue:size=160x45:rate=10:duration=0.5", "-filter_complex", "vstack", "-c:v", "mpeg4", "-q:v", "2");
        Path turned = Clips.make(folder.resolve("b.mp4"), "-display_rotation", Integer.toString(degrees), "-i", upright.toString(), "-c", "copy");
        Frame frame = Collected.of(turned, new Sampling.Every(), DecodeRequest.Pixels.BGR).frames.getFirst();
        Picture picture = frame.picture().orElseThrow();

        assertThat(new Decoder().probe(turned).video().orElseThrow().rotation()).isEqualTo(degrees);
        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
        assertThat(frame.luma().orElseThrow().width()).isEqualTo(width);
        int[] redSide = switch (degrees) {
            case 90 -> new int[] {5, height / 2};
            case 180 -> new int[] {width / 2, height - 5};
            default -> new int[] {width - 5, height / 2};
        };
        assertThat(picture.bgr()[3 * (redSide[1] * width + redSide[0]) + 2] & 0xff).isGreaterThan(200);
    }

    @Test
    void highDynamicRangeIsToneMapped() throws Exception {
        // Half of PQ's range is a white of about 92 candela, what an ordinary screen shows as a bright grey; taken as it is, it would be a middle grey.
        for (String transfer : new String[] {"smpte2084", "arib-std-b67"}) {
            Path file = Clips.make(
                    folder.resolve(transfer + ".mkv"), "-f", "lavfi", "-i", "color=gray:size=160x90:rate=10:duration=0.5", "-vf",
                    "setparams=color_trc=" + transfer + ":color_primaries=bt2020:colorspace=bt2020nc:range=tv", "-c:v", "ffv1", "-pix_fmt", "yuv420p10le");
            Picture picture = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.BGR).frames.getFirst().picture().orElseThrow();
            int green = picture.bgr()[3 * (45 * 160 + 80) + 1] & 0xff;

            assertThat(green).as(transfer).isGreaterThan(transfer.equals("smpte2084") ? 135 : 100).isLessThan(235);
            assertThat(picture.bgr()[3 * (45 * 160 + 80)] & 0xff).as(transfer).isCloseTo(green, within(4));
        }
    }

    @Test
    void interlacedPicturesAreMadeWhole() throws Exception {
        // Every other line black, the other ones next time: fields that have nothing to do with each other.
        Path file = Clips.make(
                folder.resolve("a.mpg"), "-f", "lavfi", "-i", "color=white:size=160x96:rate=25:duration=1", "-vf",
                "geq=lum='if(mod(Y+N,2),16,235)':cb=128:cr=128,setfield=tff", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "1");
        List<Frame> frames = Collected.of(file, new Sampling.Every(), DecodeRequest.Pixels.BGR).frames;
        Picture picture = frames.get(10).picture().orElseThrow();

        assertThat(frames).hasSize(25);
        assertThat(frames.get(10).pts()).isCloseTo(0.4, within(1e-4));
        assertThat(meanStep(picture)).isLessThan(40);
    }

    @Test
    void severalSoundTracks() throws Exception {
        Path file = Clips.make(
                folder.resolve("a.mkv"), "-f", "lavfi", "-i", RED, "-f", "lavfi", "-i", "sine=duration=1", "-f", "lavfi", "-i", "sine=duration=1",
                "-map", "0", "-map", "1", "-map", "2", "-c:v", "mpeg4", "-c:a", "flac");

        assertThat(new Decoder().probe(file).audio().orElseThrow().tracks()).isEqualTo(2);
        assertThat(new Decoder().probe(file).others()).isEqualTo(new Probe.OtherTracks(0, 1, 0));
        assertThat(Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.NONE).samples()).hasSize(16_000);
    }

    @Test
    void theCoverOfASongIsItsPicture() throws Exception {
        Path file = Clips.make(
                folder.resolve("a.mp3"), "-f", "lavfi", "-i", "sine=duration=1", "-f", "lavfi", "-i", RED, "-map", "0", "-map", "1", "-c:a",
                "libmp3lame", "-c:v", "mjpeg", "-frames:v", "1", "-disposition:v", "attached_pic");
        List<Frame> frames = Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.BGR).frames;

        assertThat(frames).hasSize(1);
        assertRed(frames.getFirst().picture().orElseThrow());
        assertThat(new Decoder().probe(file).video().orElseThrow().frameRate()).isZero();
    }

    @Test
    void soundThatStartsLateIsInItsPlace() throws Exception {
        Path file = Clips.make(
                folder.resolve("a.mkv"), "-f", "lavfi", "-i", "color=red:size=160x90:rate=10:duration=3", "-itsoffset", "1.5", "-f", "lavfi", "-i",
                "sine=duration=1", "-c:v", "mpeg4", "-c:a", "flac");
        double[] samples = Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.NONE).samples();

        assertThat(samples.length).isCloseTo(40_000, within(200));
        List<Double> loud = new ArrayList<>();
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > 0.05) {
                loud.add(i / 16_000.0);
                break;
            }
        }
        assertThat(loud.getFirst()).isCloseTo(1.5, within(0.02));
    }

    private static double meanStep(Picture picture) {
        double sum = 0;
        int count = 0;
        for (int y = 20; y < picture.height() - 20; y++) {
            int here = picture.bgr()[3 * (y * picture.width() + 80)] & 0xff;
            int below = picture.bgr()[3 * ((y + 1) * picture.width() + 80)] & 0xff;
            sum += Math.abs(here - below);
            count++;
        }
        return sum / count;
    }

    private static void assertRed(Picture picture) {
        int middle = 3 * (picture.height() / 2 * picture.width() + picture.width() / 2);
        assertThat(picture.bgr()[middle] & 0xff).isLessThan(25);
        assertThat(picture.bgr()[middle + 1] & 0xff).isLessThan(25);
        assertThat(picture.bgr()[middle + 2] & 0xff).isGreaterThan(230);
    }

    private static byte[] resource(String name) throws Exception {
        try (var in = FormatsTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }
}
