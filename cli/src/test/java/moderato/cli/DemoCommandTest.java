package moderato.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import moderato.moderation.Evidence;
import moderato.moderation.ModerationPackage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    @Tag("shared")
    void everyLaneShowsSomething() throws Exception {
        StringWriter out = new StringWriter();
        int code = Main.run(List.of("demo", "--out", folder.toString()), new PrintWriter(out), new PrintWriter(new StringWriter()));
        assertThat(code).as(out.toString()).isZero();
        Path report = folder.resolve("demo.mp4.moderation.html");
        assertThat(out.toString()).contains(report.toUri().toString());
        assertThat(Files.readString(report)).contains("<html");
        ModerationPackage made = ModerationPackage.read(folder.resolve("demo.mp4.moderation.json"));
        assertThat(made.evidence()).extracting(Evidence::domain).contains("objects", "faces", "text", "toxicity");
        assertThat(made.transcript()).isNotEmpty();
        assertThat(made.video().durationSeconds()).isBetween(30.0, 60.0);
    }
}
