package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.jobs.ServingImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The images that look at frames, on a video of still pictures that others know too. */
@Tag("shared")
class FrameStepsTest {

    private static final List<String> PICTURES = List.of(
            "coffee.png", "text_over_photo.png", "text_over_photo.png", "astronaut.png", "two_faces.jpg", "chelsea.png", "camera.png", "grey.png");

    @TempDir
    Path root;

    @BeforeEach
    void makeFrames() throws Exception {
        Path ingest = root.resolve("processing/input/ingest");
        Files.createDirectories(ingest.resolve("frames"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < PICTURES.size(); i++) {
            String name = "%06d.jpg".formatted(i);
            Files.copy(Golden.shared("media/images/" + PICTURES.get(i)), ingest.resolve("frames").resolve(name));
            lines.append("{\"frame\": \"%s\", \"pts\": %d, \"change\": 1, \"base\": %s}\n".formatted(name, i, i % 2 == 0));
        }
        lines.append("{\"frame\": \"000099.jpg\", \"pts\": 99, \"change\": 0, \"base\": false, \"duplicateOf\": \"000007.jpg\"}\n");
        Files.writeString(ingest.resolve("frames.jsonl"), lines);
        Golden.store().export(List.of("opennsfw", "yolox-nano", "faceplugin", "pp-ocrv6"), root.resolve("processing/input/models"));
    }

    @Test
    void everyFrameHasItsObjects() throws Exception {
        predict("objects", "yolox-nano");
        List<JsonNode> lines = output("objects/objects.jsonl");
        assertThat(lines).hasSize(PICTURES.size());
        assertThat(lines.get(0).findValuesAsText("label")).contains("cup", "dining table");
        assertThat(lines.get(3).findValuesAsText("label")).containsExactly("person");
        assertThat(lines.get(3).at("/findings/0/taxonomy").isEmpty()).isTrue();
        assertThat(lines.get(7).get("findings").isEmpty()).isTrue();
        JsonNode report = report("objects");
        assertThat(report.get("status").textValue()).isEqualTo("analysed");
        assertThat(report.at("/models/0/sha256").textValue()).startsWith("615e2661");
    }

    @Test
    void nudityHasItsScores() throws Exception {
        predict("nudity", "opennsfw");
        assertThat(report("nudity").path("status").asText()).as(report("nudity").toString()).isEqualTo("analysed");
        assertThat(output("nudity/nudity.jsonl").get(0).at("/scores/nsfw").doubleValue()).isBetween(0.012, 0.014);
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        run(new FacesImage(), "--threads", "1");
        byte[] one = Files.readAllBytes(root.resolve("processing/output/faces/faces.jsonl"));
        run(new FacesImage(), "--threads", "3");
        assertThat(Files.readAllBytes(root.resolve("processing/output/faces/faces.jsonl"))).isEqualTo(one);
    }

    @Test
    void textIsReadOnceWhereThePictureStays() throws Exception {
        assertThat(run(new TextImage())).isZero();
        List<JsonNode> lines = output("text/text.jsonl");
        assertThat(lines.get(1).findValuesAsText("text")).containsExactly("LIVE 09:41", "Fresh coffee every morning");
        assertThat(lines.get(2).findValuesAsText("text")).containsExactly("LIVE 09:41", "Fresh coffee every morning");
        assertThat(lines.get(2).get("reusedFrom").textValue()).isEqualTo("000001.jpg");
        assertThat(lines.get(7).get("findings").isEmpty()).isTrue();
    }

    @Test
    void aSearchFindsTheFrameWhereTextBegins() throws Exception {
        assertThat(run(new TextImage(), "--select", "search")).isZero();
        assertThat(output("text/text.jsonl").stream().map(line -> line.get("frame").textValue())).contains("000001.jpg", "000003.jpg");
    }

    @Test
    void facesArePeopleAndCatsAreNot() throws Exception {
        assertThat(run(new FacesImage())).isZero();
        List<JsonNode> lines = output("faces/faces.jsonl");
        assertThat(lines.get(3).findValuesAsText("person")).containsExactly("person-1");
        assertThat(lines.get(5).get("findings").isEmpty()).as("a cat").isTrue();
        List<JsonNode> people = output("faces/people.jsonl");
        assertThat(people).hasSize(2);
        assertThat(people.get(0).get("first").doubleValue()).isEqualTo(3);
        assertThat(people.get(0).get("last").doubleValue()).isEqualTo(4);
        assertThat(Files.readString(root.resolve("processing/output/faces/people.jsonl"))).doesNotContain("embedding");
    }

    @Test
    void somebodyOnTheWatchlistIsNamed() throws Exception {
        FaceEnrollment.enroll(root.resolve("home"), Golden.store(), "crew", "Eileen Collins", "find the commander",
                List.of(Golden.shared("media/images/astronaut_256_q50.jpg")));
        Path list = Files.createDirectories(root.resolve("processing/input/watchlist")).resolve("crew.json");
        Files.copy(FaceEnrollment.file(root.resolve("home"), "crew"), list, StandardCopyOption.REPLACE_EXISTING);
        run(new FacesImage());
        List<JsonNode> people = output("faces/people.jsonl");
        assertThat(people.get(0).at("/match/name").textValue()).isEqualTo("Eileen Collins");
        assertThat(people.get(0).at("/match/purpose").textValue()).isEqualTo("find the commander");
        assertThat(people.get(0).at("/match/similarity").doubleValue()).isGreaterThan(0.8);
        assertThat(people.get(1).has("match")).isFalse();
    }

    @Test
    void aDomainNobodyAskedForIsNotLookedAt() throws Exception {
        JobConfiguration asked = new JobConfiguration(
                List.of(), Map.of(AskedDomains.VARIABLE, "text,faces"), Map.of(), new PrintStream(PrintStream.nullOutputStream()), () -> false);
        predict("objects", asked, "yolox-nano");
        assertThat(output("objects/objects.jsonl")).isEmpty();
        assertThat(report("objects").path("status").asText()).isEqualTo("notRequested");
    }

    @Test
    void aModelThatIsNotThereLeavesItsDomainFailedWithItsName() throws Exception {
        predict("objects", "opennsfw");
        assertThat(report("objects").path("status").asText()).isEqualTo("failed");
        assertThat(report("objects").path("reason").asText()).contains("yolox-nano", "default.onnx", "missing");
    }

    @Test
    void refineTakesThePicturesBetweenAHitAndItsNeighboursAlong() throws Exception {
        Path answers = Files.createDirectories(root.resolve("processing/input/nudity"));
        Files.writeString(answers.resolve("about.json.out"), "{\"reports\": [{\"domain\": \"nudity\", \"status\": \"analysed\"}]}");
        for (int frame : List.of(0, 2, 4, 6)) {
            String finding = frame == 2 ? "{\"label\": \"nsfw\", \"confidence\": 0.9}" : "";
            Files.writeString(answers.resolve("00000" + frame + ".jpg.out"), "{\"domains\": {\"nudity\": {\"model\": \"m\", \"findings\": [" + finding + "]}}}");
        }
        assertThat(run(new RefineImage())).isZero();
        assertThat(root.resolve("processing/output/frames")).isDirectoryContaining("glob:**/about.json").isDirectoryContaining("glob:**/000001.jpg")
                .isDirectoryContaining("glob:**/000003.jpg").isDirectoryNotContaining("glob:**/000005.jpg");
    }

    /** What a batch transform of the frames leaves, written as a step's output. */
    private void predict(String domain, String... models) throws Exception {
        predict(domain, configuration(), models);
    }

    private void predict(String domain, JobConfiguration configuration, String... models) throws Exception {
        Golden.store().export(List.of(models), root.resolve("model"));
        Path answers = Files.createDirectories(root.resolve("answers"));
        Path ingest = root.resolve("processing/input/ingest");
        try (ServingImage.Served served = new DomainImage(domain).load(new JobFolders(root), configuration)) {
            for (VideoFrame frame : VideoFrame.read(ingest)) {
                if (frame.duplicateOf().isEmpty()) {
                    Files.write(answers.resolve(frame.frame() + ".out"), served.predict(Files.readAllBytes(frame.file(ingest)), "image/jpeg", "application/json"));
                }
            }
            Files.write(answers.resolve("about.json.out"), served.predict("{}".getBytes(StandardCharsets.UTF_8), "image/jpeg", "application/json"));
        }
        Predictions.write(answers, ingest, root.resolve("processing/output").resolve(domain));
    }

    private JsonNode report(String domain) throws IOException {
        return JsonLines.MAPPER.readTree(root.resolve("processing/output").resolve(domain).resolve("step.json").toFile());
    }

    private int run(Image image, String... arguments) throws IOException, InterruptedException {
        return image.run(new JobFolders(root), configuration(arguments));
    }

    private static JobConfiguration configuration(String... arguments) {
        return new JobConfiguration(
                List.of(arguments), Map.of(), Map.of(), new PrintStream(PrintStream.nullOutputStream()), () -> false);
    }

    private List<JsonNode> output(String file) throws IOException {
        return JsonLines.read(root.resolve("processing/output").resolve(file));
    }
}
