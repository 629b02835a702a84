package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.media.Decoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@Tag("shared")
class IngestImageTest {

    private static final Path VIDEOS = Path.of("../shared/media/video");

    @TempDir
    Path root;

    @Test
    void everythingThatOtherStepsRead() throws Exception {
        assertThat(run("mixed_23s.mp4", "--frames-per-second", "adaptive")).isZero();

        JsonNode media = JsonLines.MAPPER.readTree(output("media.json").toFile());
        assertThat(media.get("sha256").textValue()).isEqualTo("6b826661bb0f589fd5623db58cf0f0a35554f73b03adb7f1665396647b5c5dda");
        assertThat(media.get("durationSeconds").doubleValue()).isCloseTo(23, within(0.1));
        assertThat(media.at("/video/codec").textValue()).isEqualTo("h264");
        assertThat(media.at("/audio/tracks").intValue()).isEqualTo(1);
        assertThat(media.at("/frames/decoded").intValue()).isEqualTo(575);

        List<VideoFrame> frames = VideoFrame.read(output(""));
        assertThat(frames.size()).isBetween(46, 93);
        for (VideoFrame frame : frames) {
            assertThat(Files.exists(frame.file(output("")))).isEqualTo(frame.duplicateOf().isEmpty());
            frame.duplicateOf().ifPresent(same -> assertThat(output("frames/base/" + same).toFile().exists() || output("frames/more/" + same).toFile().exists()).isTrue());
        }
        assertThat(Files.size(output("audio.wav"))).isCloseTo(44 + 2 * 368_299, within(3200L));
        assertThat(output("known.jsonl")).doesNotExist();
        assertThat(JsonLines.MAPPER.readTree(output("step.json").toFile()).get("status").textValue()).isEqualTo("analysed");
    }

    @Test
    void theBaseSetHasEveryCutAndOneFrameEveryTwoSeconds() throws Exception {
        run("mixed_23s.mp4");

        List<VideoFrame> frames = VideoFrame.read(output(""));
        List<Double> base = frames.stream().filter(VideoFrame::base).map(VideoFrame::pts).toList();
        assertThat(base).contains(0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0);
        for (int i = 1; i < base.size(); i++) {
            assertThat(base.get(i) - base.get(i - 1)).isLessThanOrEqualTo(2.0);
        }
        assertThat(frames).filteredOn(VideoFrame::base).allMatch(
                frame -> Files.exists(output("frames/base/" + frame.duplicateOf().orElse(frame.frame()))), "is looked at in the first pass");
        assertThat(frames.stream().filter(frame -> frame.duplicateOf().isPresent()).count()).isGreaterThan(20);
    }

    @Test
    void aFixedRateGivesExactlyThoseFrames() throws Exception {
        run("vfr_mono44k.mp4", "--frames-per-second", "2");

        assertThat(VideoFrame.read(output("")))
                .extracting(VideoFrame::pts)
                .containsExactly(0.0, 0.56, 1.0, 1.6, 2.0, 2.52, 3.0, 3.6, 4.0, 4.6);
        assertThat(VideoFrame.read(output(""))).allMatch(frame -> frame.base() && Files.exists(frame.file(output(""))));
    }

    @Test
    void atAFixedRateFramesThatShowTheSameAreMarkedAndStored() throws Exception {
        run("mixed_23s.mp4", "--frames-per-second", "2");

        List<VideoFrame> frames = VideoFrame.read(output(""));
        assertThat(frames).hasSize(46).allMatch(frame -> frame.base() && Files.exists(frame.file(output(""))));
        assertThat(frames.stream().filter(frame -> frame.duplicateOf().isPresent()).count()).isGreaterThan(20);
    }

    @Test
    void framesAreSmallJpegsOfTheDisplayedPicture() throws Exception {
        run("rotated90.mp4", "--frames-per-second", "1");
        BufferedImage turned = ImageIO.read(picture("000000.jpg").toFile());
        assertThat(turned.getWidth()).isEqualTo(180);
        assertThat(turned.getHeight()).isEqualTo(320);

        run("bigbuckbunny.mp4", "--frames-per-second", "1");
        BufferedImage shrunk = ImageIO.read(picture("000000.jpg").toFile());
        assertThat(shrunk.getWidth()).isEqualTo(960);
        assertThat(shrunk.getHeight()).isEqualTo(540);
        assertThat(mean(shrunk)).satisfies(mean -> {
            assertThat(mean[0]).isCloseTo(111.41, within(1.5));
            assertThat(mean[1]).isCloseTo(123.82, within(1.5));
            assertThat(mean[2]).isCloseTo(80.18, within(1.5));
        });
    }

    @Test
    void nothingRemainsOfAVideoOnAStopList() throws Exception {
        Pdq.Hashed cat = Pdq.hash(new Decoder().picture(Path.of("../shared/media/images/chelsea.png")));
        run("mixed_23s.mp4", "--frames-per-second", "1");
        PdqHash frame = Pdq.hash(new Decoder().picture(picture("000010.jpg"))).hash();
        lists("# stop", frame + ",case 7", cat.hash() + ",cat");

        assertThat(run("mixed_23s.mp4")).isZero();

        JsonNode match = JsonLines.read(output("known.jsonl")).getFirst();
        assertThat(match.get("label").textValue()).isEqualTo("case 7");
        assertThat(match.get("stop").booleanValue()).isTrue();
        assertThat(match.get("start").doubleValue()).isEqualTo(9.0);
        try (Stream<Path> left = Files.walk(output("frames"))) {
            assertThat(left.filter(Files::isRegularFile)).as("no picture").containsExactly(output("frames/base/about.json"));
        }
        assertThat(output("audio.wav")).doesNotExist();
        assertThat(VideoFrame.read(output(""))).isEmpty();
        assertThat(JsonLines.MAPPER.readTree(output("media.json").toFile()).at("/frames/stored").intValue()).isZero();
        try (Stream<Path> all = Files.list(output(""))) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("media.json", "frames", "frames.jsonl", "known.jsonl", "step.json");
        }
    }

    @Test
    void aMatchOnAnOrdinaryListIsToldAndTheWorkGoesOn() throws Exception {
        run("mixed_23s.mp4", "--frames-per-second", "1");
        lists(Pdq.hash(new Decoder().picture(picture("000010.jpg"))).hash() + ",cat");
        run("mixed_23s.mp4");

        List<JsonNode> known = JsonLines.read(output("known.jsonl"));
        assertThat(known).hasSize(1);
        assertThat(known.getFirst().get("start").doubleValue()).isCloseTo(9, within(0.05));
        assertThat(known.getFirst().get("end").doubleValue()).isCloseTo(12, within(0.05));
        assertThat(known.getFirst().get("share").doubleValue()).isBetween(0.1, 0.2);
        assertThat(output("audio.wav")).exists();
    }

    @Test
    void soundAloneHasNoFrames() throws Exception {
        run("audio_only.m4a");

        assertThat(VideoFrame.read(output(""))).isEmpty();
        assertThat(JsonLines.MAPPER.readTree(output("media.json").toFile()).get("video").isNull()).isTrue();
        assertThat(output("audio.wav")).exists();
    }

    @Test
    void picturesAloneHaveNoSound() throws Exception {
        run("noaudio_2997.mp4");

        assertThat(JsonLines.MAPPER.readTree(output("media.json").toFile()).get("audio").isNull()).isTrue();
        assertThat(output("audio.wav")).doesNotExist();
    }

    @Test
    void whatIsWrongIsSaidInTheFailureFile() throws Exception {
        assertThat(run("not_a_video.mp4")).isEqualTo(65);
        assertThat(failure()).contains("not_a_video.mp4' is no video");
        assertThat(run("mixed_23s.mp4", "--frames-per-second", "often")).isEqualTo(2);
        assertThat(failure()).isEqualTo("frames per second must be 'adaptive' or a number: often");
        lists("oops");
        assertThat(run("mixed_23s.mp4")).isEqualTo(65);
        assertThat(failure()).isEqualTo("list.csv:1: expected hash,label");
    }

    @Test
    void aFullDiskLeavesNothing() throws Exception {
        Files.createDirectories(output(""));
        Files.createSymbolicLink(output("audio.wav"), Path.of("/dev/full"));

        assertThat(run("mixed_23s.mp4")).isEqualTo(74);
        assertThat(failure()).contains("No space left");
        assertThat(output("frames")).doesNotExist();
        assertThat(output("media.json")).doesNotExist();
    }

    @Test
    void theSameVideoGivesTheSameBytes() throws Exception {
        run("bigbuckbunny.mp4");
        String first = Files.readString(output("frames.jsonl"));
        byte[] picture = Files.readAllBytes(picture("000003.jpg"));
        byte[] sound = Files.readAllBytes(output("audio.wav"));
        run("bigbuckbunny.mp4");

        assertThat(Files.readString(output("frames.jsonl"))).isEqualTo(first);
        assertThat(Files.readAllBytes(picture("000003.jpg"))).isEqualTo(picture);
        assertThat(Files.readAllBytes(output("audio.wav"))).isEqualTo(sound);
    }

    private Path picture(String frame) throws IOException {
        return VideoFrame.read(output("")).stream().filter(each -> each.frame().equals(frame)).findFirst().orElseThrow().file(output(""));
    }

    private static double[] mean(BufferedImage image) {
        double[] mean = new double[3];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                mean[0] += colour >> 16 & 0xff;
                mean[1] += colour >> 8 & 0xff;
                mean[2] += colour & 0xff;
            }
        }
        double pixels = (double) image.getWidth() * image.getHeight();
        return new double[] {mean[0] / pixels, mean[1] / pixels, mean[2] / pixels};
    }

    private void lists(String... lines) throws Exception {
        Path folder = Files.createDirectories(root.resolve("processing/input/hash-lists"));
        Files.write(folder.resolve("list.csv"), List.of(lines));
    }

    private Path output(String name) {
        return root.resolve("processing/output/ingest").resolve(name);
    }

    private String failure() throws Exception {
        return Files.readString(root.resolve("output/failure"));
    }

    private int run(String video, String... arguments) throws Exception {
        Path input = root.resolve("processing/input/video");
        if (Files.exists(input)) {
            try (Stream<Path> old = Files.list(input)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(input);
        Files.copy(VIDEOS.resolve(video), input.resolve(video));
        PrintStream log = new PrintStream(OutputStream.nullOutputStream());
        return new IngestImage().run(
                new JobFolders(root), new JobConfiguration(List.of(arguments), Map.of(), Map.of(), log, () -> false));
    }
}
