package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.jobs.ServingImage;
import moderato.models.ModelStore;
import moderato.models.UserModels;
import org.apache.commons.codec.digest.DigestUtils;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A classifier that comes in by its manifest entry alone: it scores how red, green and blue a picture is. */
class UserClassifierTest {

    private static final String LABELS = """
                - {label: red, place: Blood & Gore, threshold: 0.5}
                - {label: green, place: search, threshold: 0.5}
                - {label: blue, place: ignore}
            """;

    @TempDir
    Path root;

    private String entry = "";

    @BeforeEach
    void makeVideoAndModel() throws Exception {
        bring(TinyNetwork.bytes());
        Path frames = Files.createDirectories(root.resolve("ingest/frames"));
        paint(frames.resolve("000000.png"), 0, 0, 255);
        paint(frames.resolve("000001.png"), 51, 204, 0);
        Files.writeString(root.resolve("ingest/frames.jsonl"), """
                {"frame": "000000.png", "pts": 0.0, "change": 1, "base": true}
                {"frame": "000001.png", "pts": 0.5, "change": 1, "base": true}
                """);
    }

    private void bring(byte[] network) throws IOException {
        Files.write(root.resolve("tiny.onnx"), network);
        entry = """
                models:
                  tiny:
                    version: "1"
                    task: blood-gore
                    default: true
                    licence: CC0
                    attribution: nobody
                    adapter: {kind: classifier, width: 8, height: 8, layout: nchw, colour: rgb, mean: 0, scale: 255,
                      fit: stretch, filter: linear, activation: none}
                    files:
                      model: {path: tiny.onnx, folder: %s, bytes: %d, sha256: %s}
                    labels:
                """.formatted(root, network.length, DigestUtils.sha256Hex(network));
    }

    @Test
    void itsScoresAndPlacesAreInTheFileOfItsDomain() throws Exception {
        use(entry + LABELS);
        Predictions.Domain found = look();
        List<ObjectNode> lines = found.lines();
        assertThat(lines.get(0).at("/findings/0/taxonomy").findValuesAsText("")).isEmpty();
        assertThat(lines.get(0).at("/findings/0/taxonomy/2").textValue()).isEqualTo("Blood & Gore");
        assertThat(lines.get(1).at("/findings/0/label").textValue()).isEqualTo("green");
        assertThat(lines.get(1).at("/findings/0/taxonomy").isEmpty()).isTrue();
        assertThat(lines.get(1).at("/findings/0/confidence").doubleValue()).isCloseTo(0.8, within(1e-6));
        assertThat(lines.get(1).path("scores").fieldNames()).toIterable().as("what is for search or ignored draws no curve").containsExactly("red");
        assertThat(found.report().at("/models/0/covers/0/2").textValue()).isEqualTo("Blood & Gore");
    }

    @Test
    void aLabelListThatDoesNotFitTheNetworkIsRefused() throws Exception {
        use(entry + LABELS.substring(0, LABELS.lastIndexOf("    - ")));
        assertThat(refused())
                .contains("model tiny", "its output has shape [1, 3]", "with 2 labels");
    }

    @Test
    void anInputOfTheWrongShapeIsRefused() throws Exception {
        use(entry.replace("width: 8", "width: 16") + LABELS);
        assertThat(refused())
                .contains("makes an input of shape [1, 3, 8, 16], the network takes [1, 3, 8, 8]");
    }

    @Test
    void aFileThatIsNoNetworkIsRefused() throws Exception {
        bring("no network".getBytes(StandardCharsets.UTF_8));
        use(entry + LABELS);
        assertThat(refused()).contains("model tiny/model: ONNX Runtime cannot load it");
    }

    @Test
    void aNetworkMayTakeHalvesOrBytes() throws Exception {
        bring(TinyNetwork.halves());
        use(entry + LABELS);
        assertThat(look().lines().get(1).at("/findings/0/confidence").doubleValue()).isCloseTo(0.8, within(1e-3));
        bring(TinyNetwork.ofBytes());
        use(entry.replace("scale: 255", "scale: 204") + LABELS);
        assertThat(look().lines().get(1).at("/findings/0/confidence").doubleValue()).isEqualTo(1);
    }

    @Test
    void aPictureWhoseScoresAreNoNumbersCountsAsNotLookedAt() throws Exception {
        bring(TinyNetwork.roots());
        use(entry.replace("mean: 0", "mean: 50") + LABELS);
        assertThat(look().report().path("status").asText()).isEqualTo("failed");
        assertThat(look().report().path("reason").asText()).contains("it gave NaN for label");
    }

    @Test
    void outputsThatAreNoScoresYetAreRefused() throws Exception {
        use(entry.replace("scale: 255", "scale: 10") + LABELS);
        assertThat(refused()).contains("for label \"red\", and a score lies between 0 and 1: the activation is missing");
    }

    @Test
    void anOutputOfWholeNumbersIsRefused() throws Exception {
        bring(TinyNetwork.greatest());
        use(entry + LABELS);
        assertThat(refused()).contains("its output \"scores\"", "a tensor of float or float16 is expected");
    }

    @Test
    void aDomainWithoutAModelSaysHowToAddOne() {
        assertThatThrownBy(() -> DomainModels.load(ModelStore.open(root.resolve("home")), "weapons", Optional.empty()))
                .hasMessageContaining("no model looks at it; add one with `moderato models add FILE`");
    }

    private void use(String manifest) throws IOException, InterruptedException {
        Path file = Files.writeString(root.resolve("tiny.yaml"), manifest);
        UserModels.add(root.resolve("home"), file);
        ModelStore.open(root.resolve("home")).export(List.of("tiny"), root.resolve("model"));
    }

    /** Looks at both pictures as a batch transform does; gives what is said of the domain. */
    private Predictions.Domain look() throws IOException, InterruptedException {
        JobConfiguration configuration = new JobConfiguration(
                List.of(), Map.of(), Map.of(), new PrintStream(PrintStream.nullOutputStream()), () -> false);
        Path answers = Files.createDirectories(root.resolve("answers"));
        try (ServingImage.Served served = new DomainImage("objects", domain -> domain.equals("blood-gore")).load(new JobFolders(root), configuration)) {
            for (String request : List.of("about.json", "000000.png", "000001.png")) {
                byte[] body = request.endsWith("json") ? "{}".getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(root.resolve("ingest/frames").resolve(request));
                Files.write(answers.resolve(request + ".out"), served.predict(body, "image/png", "application/json"));
            }
        }
        Predictions.Domain found = Predictions.read(answers, VideoFrame.read(root.resolve("ingest"))).get(1);
        assertThat(found.domain()).isEqualTo("blood-gore");
        return found;
    }

    private String refused() throws IOException, InterruptedException {
        Predictions.Domain found = look();
        assertThat(found.report().path("status").asText()).isEqualTo("failed");
        assertThat(found.lines()).isEmpty();
        return found.report().path("reason").asText();
    }

    private static void paint(Path file, int blue, int green, int red) {
        byte[] pixels = new byte[32 * 24 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) blue;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) red;
        }
        try (Bitmap picture = Bitmap.of(32, 24, pixels)) {
            opencv_imgcodecs.imwrite(file.toString(), picture.mat());
        }
    }
}
