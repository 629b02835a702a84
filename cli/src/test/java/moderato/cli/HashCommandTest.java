package moderato.cli;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class HashCommandTest {

    private static final Path PDQ = Path.of("../shared/pdq");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPictureIsOneLineAndAnUnreadableFileIsNamed() throws Exception {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, (i * i * 31) & 0xffffff);
        }
        Path picture = folder.resolve("a, b.png");
        ImageIO.write(image, "png", picture.toFile());
        Path text = Files.writeString(folder.resolve("c.mp4"), "text");

        assertThat(run(text.toString(), picture.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString().strip()).matches("\"" + picture + "\",[0-9a-f]{64},\\d+");
        assertThat(err.toString()).startsWith("moderato: '" + text + "' is no video").hasLineCount(1);
    }

    @Test
    void jsonLines() throws Exception {
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("a.png").toFile());

        assertThat(run("--json", folder.resolve("a.png").toString())).isZero();
        assertThat(out.toString()).startsWith("{\"file\":\"" + folder.resolve("a.png") + "\",\"hash\":\"").contains("\"quality\":0");
    }

    @Test
    void noLabelForAPictureTooPlainToBeRecognised() throws Exception {
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("a.png").toFile());

        assertThat(run("--label", "black", folder.resolve("a.png").toString())).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @Tag("shared")
    void framesAsInTheReference() throws Exception {
        assertThat(run(PDQ.resolve("pattern-sd-with-small-logo-bar.mp4").toString())).isZero();

        List<String> lines = out.toString().lines().toList();
        List<String> expected = Files.readAllLines(PDQ.resolve("pattern-sd-with-small-logo-bar.vpdq.txt"));
        assertThat(lines).hasSameSizeAs(expected);
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",", -1);
            String[] reference = expected.get(i).split(",", -1);
            assertThat(fields[0]).isEqualTo(reference[0]);
            assertThat(fields[2]).hasSize(64);
            assertThat(fields[3]).isEqualTo(reference[3]);
        }
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new HashCommand());
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
