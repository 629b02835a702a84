package moderato.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

class ClipMakerTest {

    private static final ClipMaker MAKER = new ClipMaker(320, 180, 10);

    @TempDir
    private Path folder;

    @Test
    void aCameraThatWandersShowsNoFrameTwice() throws Exception {
        Path clip = folder.resolve("wandering.mp4");
        Path chess = folder.resolve("chess.png");
        BufferedImage image = new BufferedImage(64, 36, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 64; x++) {
            for (int y = 0; y < 36; y++) {
                image.setRGB(x, y, (x / 8 + y / 8) % 2 == 0 ? 0xffffff : 0);
            }
        }
        ImageIO.write(image, "png", chess.toFile());
        MAKER.make(List.of(new ClipPart.Wandering(chess, 2)), List.of(), clip);
        Collected collected = Collected.of(clip, new Sampling.Fixed(2), DecodeRequest.Pixels.NONE);
        assertThat(collected.frames).hasSize(4).allMatch(frame -> frame.sameAs().isEmpty());
    }

    @Test
    void joinsPicturesVideosAndSounds() throws Exception {
        Path red = picture("a red 'card'.png", Color.RED);
        Path other = Clips.ordinary(folder.resolve("other.mp4"));
        Path clip = folder.resolve("clip.mp4");
        MAKER.make(List.of(new ClipPart.Still(red, 1), new ClipPart.Footage(other, 1)), List.of(new ClipSound(other, 0.5)), clip);

        Probe probe = new Decoder().probe(clip);
        assertThat(probe.durationSeconds()).isCloseTo(2, within(0.1));
        assertThat(probe.video().orElseThrow().codec()).isEqualTo("h264");
        assertThat(probe.audio().orElseThrow().codec()).isEqualTo("aac");
        List<Picture> pictures = new ArrayList<>();
        DecodeRequest request = new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.BGR, 320, 16, true);
        DecodeResult result = new Decoder().decode(clip, request, frame -> {
            frame.picture().ifPresent(pictures::add);
            return true;
        });
        assertThat(result.warnings()).isEmpty();
        assertThat(pictures).hasSize(20);
        assertThat(pictures.getFirst().width()).isEqualTo(320);
        assertThat(pictures.getFirst().height()).isEqualTo(180);
    }

    @Test
    void leavesNothingBehindWhenAPartCannotBeRead() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        Path clip = folder.resolve("clip.mp4");
        assertThatIOException().isThrownBy(() -> MAKER.make(List.of(new ClipPart.Still(broken, 1)), List.of(), clip))
                .withMessageContaining("clip.mp4: FFmpeg could not make it");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(broken);
        }
    }

    private Path picture(String name, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 100, 100);
        graphics.dispose();
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
