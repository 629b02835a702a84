package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import moderato.moderation.OpenModels;
import moderato.pipelines.CheckedPipeline;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A moderation as a run of the shipped pipeline: what is done again, and what is not. */
@Timeout(300)
class ModerationPipelineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /* An ONNX file without weights: the mean of each of three channels of an 8x8 picture. */
    private static final String TINY_NETWORK = "CAg6ggEKIwoHcGljdHVyZRIFbWVhbnMiEUdsb2JhbEF2ZXJhZ2VQb29sChgKBW1lYW5zEgZzY29yZXMiB0ZsYXR0ZW4SBHRpbnlaIQoHcGljdH"
            + "VyZRIWChQIARIQCgIIAQoCCAMKAggICgIICGIYCgZzY29yZXMSDgoMCAESCAoCCAEKAggDQgIQDQ==";
    private static final Path VIDEOS = Path.of("../shared/media/video");

    @TempDir
    private Path folder;

    private Path video = Path.of("");
    private Program program = new Program(Path.of(""));
    private int seen;

    @BeforeEach
    void home() throws IOException {
        program = new Program(ModerateCommandTest.home(folder.resolve("home")));
        video = folder.resolve("video.mp4");
    }

    @Test
    void theDefinitionIsWhatTheServiceTakes() throws Exception {
        CheckedPipeline checked = CheckedPipeline.of(OpenModels.definition());
        assertThat(checked.errors()).isEmpty();
        assertThat(checked.warnings()).isEmpty();
        assertThat(texts(JSON.readTree(OpenModels.definition()).path("Steps"))).noneMatch(text -> text.contains("moderato/"));
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(each -> texts.addAll(texts(each)));
        return texts;
    }

    @Test
    @Tag("shared")
    void onlyWhatChangedIsDoneAgain() throws Exception {
        Files.write(video, Files.readAllBytes(VIDEOS.resolve("noaudio_2997.mp4")));
        moderate();
        Set<String> all = worked();
        assertThat(all).contains("ingest", "nudity", "objects", "refine", "nudity-refined", "aggregate", "decide");
        JsonNode before = decision();
        String name = JSON.readTree(program.say("runs", "list", "--json").out()).get(0).path("name").asText();
        Program.Said drawn = program.say("runs", "show", name, "--html", folder.resolve("run.html").toString());
        assertThat(drawn.code()).as(drawn.err()).isZero();
        assertThat(program.say("lineage", folder.resolve("video.mp4.moderation.json").toString(), "--up").out()).contains("nudity-model", "objects-model");

        moderate();
        assertThat(worked()).as("the same video").isEmpty();
        assertThat(decision().path("rule")).isEqualTo(before.path("rule"));

        Path policy = Files.writeString(folder.resolve("policy.yaml"), "name: mine\nextends: default\naudience: teen\n");
        moderate("--policy", policy.toString());
        assertThat(worked()).as("another policy").containsExactly("decide");

        Files.copy(VIDEOS.resolve("rotated90.mp4"), video, StandardCopyOption.REPLACE_EXISTING);
        moderate();
        assertThat(worked()).as("the same path, another video").contains("ingest", "nudity", "objects", "refine", "aggregate", "decide");
    }

    @Test
    @Tag("shared")
    void anotherModelForNudityIsItsBranchAndWhatFollows() throws Exception {
        modelsOfItsOwn();
        Files.write(video, Files.readAllBytes(VIDEOS.resolve("noaudio_2997.mp4")));
        moderate("--keep", "1h");
        worked();
        ownModel("nudity", 8);
        moderate("--keep", "1h");
        assertThat(worked()).contains("nudity", "nudity-refined", "aggregate", "decide").doesNotContain("ingest", "objects", "faces", "text", "speech", "toxicity");
    }

    @Test
    @Tag("shared")
    void whatWasTakenAwayIsMadeAgainInTheRunThatNeedsIt() throws Exception {
        modelsOfItsOwn();
        Files.write(video, Files.readAllBytes(VIDEOS.resolve("noaudio_2997.mp4")));
        moderate();
        worked();
        ownModel("nudity", 8);
        moderate();
        assertThat(worked()).contains("ingest", "nudity", "aggregate", "decide").doesNotContain("objects");
        JsonNode runs = JSON.readTree(program.say("runs", "list", "--json").out());
        assertThat(runs).extracting(run -> run.path("status").asText()).containsExactly("SUCCEEDED", "SUCCEEDED");
        assertThat(program.say("runs", "show", runs.get(0).path("name").asText()).out()).contains("its outputs were removed since, and nudity needs them");
    }

    private void ownModel(String task, int width) throws IOException {
        byte[] network = Base64.getDecoder().decode(TINY_NETWORK);
        Files.write(folder.resolve("tiny.onnx"), network);
        String digest = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(network);
        Path entry = Files.writeString(folder.resolve("tiny.yaml"), """
                models:
                  tiny:
                    version: "1"
                    task: %s
                    default: true
                    licence: CC0
                    attribution: nobody
                    adapter: {kind: classifier, width: %d, height: 8, layout: nchw, colour: rgb, mean: 0, scale: 255, fit: stretch, filter: linear, activation: none}
                    files:
                      model: {path: tiny.onnx, folder: "%s", bytes: %d, sha256: %s}
                    labels:
                      - {label: red, place: search, threshold: 1}
                      - {label: green, place: search, threshold: 1}
                      - {label: blue, place: search, threshold: 1}
                """.formatted(task, width, folder, network.length, digest));
        Program.Said added = program.say("models", "add", entry.toString());
        assertThat(added.code()).as(added.err()).isZero();
    }

    /* What is added to them is nobody else's. */
    private void modelsOfItsOwn() throws IOException {
        Path own = program.home().resolve("models");
        Path fetched = own.toRealPath().resolve("blobs");
        Files.delete(own);
        Files.createDirectories(own.resolve("blobs"));
        try (Stream<Path> files = Files.list(fetched)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(own.resolve("blobs").resolve(file.getFileName()), file);
            }
        }
    }

    @Test
    @Tag("shared")
    void aModelThatDoesNotFitIsNamedWithTheReason() throws Exception {
        Files.write(video, Files.readAllBytes(VIDEOS.resolve("noaudio_2997.mp4")));
        modelsOfItsOwn();
        ownModel("weapons", 9);
        Program.Said said = program.say("moderate", video.toString(), "--domains", "weapons");
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.REVIEW);
        assertThat(said.out()).contains("weapons failed", "  failed   weapons: ").containsPattern("failed   weapons: .*tiny.*9");
        theSecondAnswerToACaseChangesNothing();
    }

    private void theSecondAnswerToACaseChangesNothing() throws IOException {
        String open = JSON.readTree(program.say("review", "list", "--json").out()).path(0).path("case").asText();
        assertThat(program.say("review", "answer", open, "--reject", "--reason", "seen").code()).isZero();
        JsonNode decided = decision();
        assertThat(decided.path("history")).hasSize(1);
        assertThat(program.say("review", "answer", open, "--approve").code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(program.say("review", "answer", open, "--reject").code()).isZero();
        assertThat(decision()).isEqualTo(decided);
    }

    @Test
    @Tag("shared")
    void aKilledModerationGoesOnFromItsFinishedSteps() throws Exception {
        Files.write(video, Files.readAllBytes(VIDEOS.resolve("mixed_23s.mp4")));
        String[] command = {"moderate", video.toString(), "--domains", "nudity,objects"};
        try (Program.Other killed = program.start(command)) {
            killed.until("ingest done");
            killed.kill();
        }
        Instant again = Instant.now();
        Program.Said said = program.say(command);
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.REVIEW);
        JsonNode runs = JSON.readTree(program.say("runs", "list", "--json").out());
        assertThat(runs).as("it is the same run").hasSize(1);
        JsonNode ingest = step(runs.get(0).path("name").asText(), "ingest");
        assertThat(ingest.path("StepStatus").asText()).isEqualTo("Succeeded");
        assertThat(ingest.path("EndTime").asDouble()).as("ingest was not done again").isPositive().isLessThan(again.toEpochMilli() / 1000.0);
    }

    @Test
    @Tag("shared")
    void everyStepIsContentWithItsOwnFoldersInAProcessOfItsOwn() throws Exception {
        Files.write(video, Files.readAllBytes(VIDEOS.resolve("noaudio_2997.mp4")));
        moderate("--isolate", "--domains", "known,nudity,objects,faces,text,speech,toxicity");
        JsonNode made = JSON.readTree(folder.resolve("video.mp4.moderation.json").toFile());
        made.path("coverage").forEach(coverage -> assertThat(coverage.path("status").asText()).as(coverage.toString()).isNotEqualTo("failed"));
        assertThat(worked()).contains("ingest", "text", "toxicity", "decide");
    }

    private void moderate(String... more) {
        List<String> command = new ArrayList<>(List.of("moderate", video.toString(), "--quiet"));
        command.addAll(more.length > 0 && List.of(more).contains("--domains") ? List.of() : List.of("--domains", "nudity,objects"));
        command.addAll(List.of(more));
        Program.Said said = program.say(command.toArray(String[]::new));
        assertThat(said.code()).as(said.err()).isIn(ExitCode.OK, ExitCode.REVIEW);
        answer();
    }

    /* What waits for a person is decided, so that the next moderation is a run of its own. */
    private void answer() {
        try {
            for (JsonNode open : JSON.readTree(program.say("review", "list", "--json").out())) {
                assertThat(program.say("review", "answer", open.path("case").asText(), "--approve").code()).isZero();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode decision() throws IOException {
        return JSON.readTree(folder.resolve("video.mp4.moderation.json").toFile()).path("decision");
    }

    /** The steps that had a job of their own since this was last asked; putting a person's answer into the package is left out. */
    private Set<String> worked() throws IOException {
        JsonNode runs = JSON.readTree(program.say("runs", "list", "--json").out());
        Set<String> worked = new TreeSet<>();
        for (int run = 0; run < runs.size() - seen; run++) {
            String name = runs.get(run).path("name").asText();
            for (JsonNode step : JSON.readTree(program.say("runs", "show", name, "--json").out()).path("PipelineExecutionSteps")) {
                if ((step.path("Metadata").has("ProcessingJob") || step.path("Metadata").has("TransformJob")) && !step.has("CacheHitResult") && !step.path("StepName").asText().equals("publish")) {
                    worked.add(step.path("StepName").asText());
                }
            }
        }
        seen = runs.size();
        return worked;
    }

    private JsonNode step(String run, String name) throws IOException {
        for (JsonNode step : JSON.readTree(program.say("runs", "show", run, "--json").out()).path("PipelineExecutionSteps")) {
            if (step.path("StepName").asText().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("no step " + name);
    }
}
