package moderato.moderation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

    @TempDir
    Path folder;

    @Test
    void escapesWhateverAStrangerCouldHaveNamed() throws IOException {
        String nasty = "\"><script>alert('x')</script>\n'${x}&amp;.mp4";
        String html = html(Samples.timeline("a".repeat(64), nasty), Optional.empty());
        assertThat(html).doesNotContain("<script>alert", "<b>late</b>").contains("&lt;script&gt;alert", "&lt;b&gt;late");
        assertThat(html.split("<script", -1)).hasSize(2);
    }

    @Test
    void putsTheDecisionFirstAndSaysWhatWasNotLookedFor() throws IOException {
        String html = html(Samples.timeline(), Optional.empty());
        assertThat(html.indexOf("The video may show a weapon")).isPositive().isLessThan(html.indexOf("Timeline"));
        assertThat(html).contains("Not looked for:", "Graphic Violence, Hate Symbols", "Apache-2.0", "c".repeat(64));
        assertThat(html).contains("<mark title=\"insult 0.50\">").contains("score curve of nudity");
    }

    @Test
    void marksTheWordsThatEvidenceRestsOn() {
        Evidence insult = Samples.timeline().evidence().getLast().resting(List.of("late", "again", "not said"));
        Evidence threat = new Evidence("toxicity-2", "toxicity", "threat", List.of("Toxic Speech", "Threat"), 5, 7, 5, 0.6, "m", List.of(), Optional.empty(),
                insult.text(), List.of("again"), Optional.empty());
        assertThat(insult.words()).containsExactly("late", "again");
        assertThat(ReportTranscript.pieces("You are <b>late</b> again", List.of(insult, threat))).containsExactly(
                new ReportView.Piece("You are <b>", Optional.empty()), new ReportView.Piece("late", Optional.of("insult 0.50")),
                new ReportView.Piece("</b> ", Optional.empty()), new ReportView.Piece("again", Optional.of("insult 0.50, threat 0.60")));
    }

    @Test
    void loadsNothingFromAnywhere() throws IOException {
        assertThat(html(Samples.timeline(), Optional.of(pictures(folder)))).contains("default-src &#39;none&#39;").contains("data:image/jpeg;base64,")
                .doesNotContain("http://", "https://", "src=", "url(h", "@import");
    }

    @Test
    void isDrawnAgainWithThePicturesThatItHas() throws IOException {
        ModerationPackage before = ModerationPackage.of(Samples.timeline(), Policy.standard(), Instant.EPOCH);
        Path report = folder.resolve("again.html");
        Report.write(report, before, pictures(folder));
        String pictures = pictures(Files.readString(report));
        assertThat(pictures).contains("data:image/jpeg");
        Report.redraw(report, before.answered(Outcome.APPROVE, "quoted in the news", "maria", Instant.EPOCH));
        assertThat(pictures(Files.readString(report))).isEqualTo(pictures);
        assertThat(report).content().contains("quoted in the news");
    }

    private static String pictures(String html) {
        return html.substring(html.indexOf(":root {--picture"), html.indexOf("</style>"));
    }

    @Test
    void showsNoPictureOfStoppedContent() throws IOException {
        Timeline timeline = Samples.timeline();
        Evidence match = new Evidence("known-1", "known", "case", List.of("Known Content", "Stop List", "case"), 0, 3, 0, 1, "pdq", List.of(),
                Optional.empty(), Optional.empty(), Optional.empty());
        Timeline stopped = new Timeline(timeline.video(), timeline.models(), timeline.coverage(), List.of(match), List.of(),
                timeline.faces(), timeline.cost(), timeline.lineage());
        assertThat(html(stopped, Optional.of(pictures(folder)))).doesNotContain("data:image").contains("must not be shown");
    }

    @Test
    void staysBelowFiveMegabytesForAnHour() throws IOException {
        Timeline timeline = Samples.timeline();
        List<Evidence> much = new ArrayList<>();
        List<Speech> talk = new ArrayList<>();
        for (int second = 0; second < 3600; second++) {
            Evidence knife = timeline.evidence().getFirst();
            much.add(new Evidence("objects-" + second, "objects", second % 2 == 0 ? "knife" : "cup",
                    LabelMap.standard().place("objects", second % 2 == 0 ? "knife" : "cup"), second, second + 1, second, 0.7, knife.model(),
                    List.of(new Sample(second, 0.7), new Sample(second + 0.5, 0.7)), knife.box(), Optional.empty(), Optional.empty()));
            talk.add(new Speech(second, second + 1, "and so they talked and talked about nothing", 0.9, "en", 1, true, Optional.empty(),
                    Optional.empty()));
        }
        Timeline hour = new Timeline(timeline.video(), timeline.models(), timeline.coverage(), much, talk, timeline.faces(), timeline.cost(),
                timeline.lineage());
        String html = html(hour, Optional.of(pictures(folder)));
        assertThat(html.length()).isLessThan(5_000_000);
        String top = html.substring(0, html.indexOf("Timeline"));
        assertThat(top.split("href=\"#objects-", -1)).as("what the decision rests on").hasSize(1 + 8);
        assertThat(top).contains("and 1792 more");
    }

    @Test
    void isWrittenWholeBesideTheVideo() throws IOException {
        Path file = folder.resolve(Report.fileName(Path.of("kitchen.mp4")));
        Report.write(file, ModerationPackage.of(Samples.timeline(), Policy.standard(), Instant.EPOCH));
        assertThat(file).content().startsWith("<!doctype html>").endsWith("</html>\n");
    }

    private static String html(Timeline timeline, Optional<Path> ingest) throws IOException {
        return Report.html(ModerationPackage.of(timeline, Policy.standard(), Instant.EPOCH), ingest);
    }

    /** An ingest folder with ten noisy frames. */
    static Path pictures(Path folder) throws IOException {
        Path frames = Files.createDirectories(folder.resolve("frames"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            BufferedImage image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            for (int x = 0; x < 640; x += 8) {
                graphics.setColor(new Color((x * 7 + i * 40) % 256, (x * 3) % 256, (i * 90 + x) % 256));
                graphics.fillRect(x, 0, 8, 360 - x / 4);
            }
            graphics.dispose();
            String name = String.format(Locale.ROOT, "%06d.jpg", i);
            ImageIO.write(image, "jpg", frames.resolve(name).toFile());
            lines.add("{\"frame\": \"" + name + "\", \"pts\": " + i + ", \"change\": 0.1, \"base\": true}");
        }
        Files.write(folder.resolve("frames.jsonl"), lines);
        return folder;
    }
}
