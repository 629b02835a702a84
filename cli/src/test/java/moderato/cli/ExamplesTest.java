package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import moderato.registry.Experiments;
import moderato.registry.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples run as their READMEs say. */
@Timeout(180)
class ExamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() {
        program = new Program(folder.resolve("home"));
    }

    @Test
    void aClassifierIsTunedJudgedAndRegistered() throws IOException {
        Program.Said said = churn("good");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).containsSubsequence("Prepare  succeeded", "Tune  succeeded", "Evaluate  succeeded", "Register  succeeded");

        JsonNode listed = JSON.readTree(program.say("registry", "show", "churn/1", "--json").out());
        assertThat(listed.findValuesAsText("ModelApprovalStatus")).contains("PendingManualApproval");
        assertThat(ApiShapes.problems("DescribeModelPackage", listed)).isEmpty();
        assertThat(ApiShapes.problems(program.home())).isEmpty();
        assertThat(registryProblems()).isEmpty();
        String statistics = listed.at("/ModelMetrics/ModelQuality/Statistics/S3Uri").asText();
        assertThat(statistics).endsWith("/evaluation/evaluation.json");
        JsonNode metrics = JSON.readTree(folder.resolve("home/objects/" + statistics.substring("s3://".length())).toFile()).path("binary_classification_metrics");
        assertThat(metrics.at("/accuracy/value").asDouble()).isBetween(0.8, 1.0);
        assertThat(metrics.at("/auc/value").asDouble()).isBetween(0.9, 1.0);

        Program.Said refused = churn("refused", "-p", "LeastAccuracy=0.999");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("TooWeak").contains("the best model's accuracy is below 0.999");
        assertThat(program.say("registry", "list").out()).doesNotContain("churn/2");
        assertThat(program.say("runs", "retry", "refused").err()).contains("ended in a way from which nothing goes on");
        assertThat(program.say("experiments", "compare", "churn", "good").out()).contains("learning_rate", "validation:accuracy", "Tune/006");
    }

    /* What registry, experiments and lineage tell of it, against the shapes of the API. */
    private List<String> registryProblems() throws IOException {
        List<String> problems = new ArrayList<>();
        try (Registry registry = new Registry(program.home().resolve("registry.db"), Clock.systemUTC())) {
            ObjectNode summary = registry.experiments().list().getFirst();
            summary.remove("Trials");
            problems.addAll(ApiShapes.problems("ListExperiments", list("ExperimentSummaries", summary)));
            problems.addAll(ApiShapes.problems("DescribeExperiment", registry.experiments().find("churn").orElseThrow()));
            Experiments.Trial trial = registry.experiments().trials("churn").getFirst();
            problems.addAll(ApiShapes.problems("DescribeTrial", trial.trial()));
            assertThat(trial.components()).hasSizeGreaterThan(5);
            for (ObjectNode component : trial.components()) {
                problems.addAll(ApiShapes.problems("DescribeTrialComponent", component));
            }
            problems.addAll(ApiShapes.problems("DescribeModelPackageGroup", registry.packages().groups().describe("churn")));
            problems.addAll(ApiShapes.problems("ListModelPackages", list("ModelPackageSummaryList", registry.packages().list(JSON.createObjectNode().put("ModelPackageType", "Both")).getFirst())));
        }
        ObjectNode lineage = (ObjectNode) JSON.readTree(program.say("lineage", "churn/1", "--json").out());
        lineage.remove("StartArns");
        lineage.path("Vertices").forEach(vertex -> ((ObjectNode) vertex).retain("Arn", "Type", "LineageType"));
        assertThat(lineage.path("Edges")).isNotEmpty();
        problems.addAll(ApiShapes.problems("QueryLineage", lineage));
        return problems;
    }

    private static ObjectNode list(String member, ObjectNode element) {
        ObjectNode list = JSON.createObjectNode();
        list.putArray(member).add(element);
        return list;
    }

    @Test
    void aSelectedStepTakesTheOthersFromTheRunOfThatName() throws IOException {
        assertThat(churn("whole").code()).isZero();
        Program.Said again = churn("again", "--select", "Evaluate", "--reference", "whole");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("Evaluate  executing").doesNotContain("Tune  executing");
        assertThat(churn("never", "--select", "Evaluate", "--reference", "nobody").err()).contains("no run is called 'nobody'");
    }

    private Program.Said churn(String name, String... more) {
        return program.say(Stream.concat(Stream.of("run", EXAMPLES.resolve("churn/churn.pipeline.json").toString(), "--name", name, "--map",
                "s3://churn/customers=" + EXAMPLES.resolve("churn/data")), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    @Tag("shared")
    void theServicesOwnExampleRunsOnAFolder() throws IOException {
        Path bucket = folder.resolve("bucket");
        try (Stream<Path> files = Files.walk(EXAMPLES.resolve("abalone/bucket"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = bucket.resolve(EXAMPLES.resolve("abalone/bucket").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Program.Said said = program.say("run", "../shared/sagemaker/definitions/real_example_abalone.json", "--images", EXAMPLES.resolve("abalone/images.yaml").toString(), "--map",
                "s3://sagemaker-us-west-2-000000000000=" + bucket + ":rw");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode report = JSON.readTree(bucket.resolve("script-abalone-eval-2022-07-13-16-07-53-265/output/evaluation/evaluation.json").toFile());
        assertThat(report.at("/regression_metrics/mse/value").asDouble()).isBetween(0.5, 6.0);
        List<String> predictions = Files.readAllLines(bucket.resolve("AbaloneTransform/abalone-dataset-batch.out"));
        assertThat(ApiShapes.problems(program.home())).isEmpty();
        assertThat(predictions).hasSize(100).allSatisfy(line -> assertThat(Double.parseDouble(line)).isBetween(0.0, 30.0));
    }

    @Test
    void trainingGoesOnFromItsCheckpointAndKillsChangeNothing() throws Exception {
        Program.Said undisturbed;
        try (Program.Other owner = start(program)) {
            owner.until("SignOff  submitted");
            answer(program, folder.resolve("home"));
            undisturbed = owner.end();
        }
        assertThat(undisturbed.code()).as(undisturbed.err()).isZero();
        assertThat(trainingLog(folder.resolve("home"))).as("the second machine").startsWith("starting after epoch 2").contains("epoch=6").doesNotContain("epoch=1 ");
        JsonNode training = JSON.readTree(folder.resolve("home/jobs/descriptions/training/first.json").toFile());
        assertThat(training.path("SecondaryStatusTransitions").findValuesAsText("Status")).containsSubsequence("Training", "Interrupted", "Training", "Completed");
        JsonNode output = JSON.readTree(undisturbed.out());
        assertThat(output.at("/registered/ModelApprovalStatus").asText()).isEqualTo("Approved");
        assertThat(output.at("/registered/ApprovalDescription").asText()).isEqualTo("signed off by Ada");

        assertThat(JSON.readTree(killedOnItsWay())).isEqualTo(output);
        String model = "objects/sign-off-work/models/first/output/model.tar.gz";
        assertThat(folder.resolve("killed").resolve(model)).hasSameBinaryContentAs(folder.resolve("home").resolve(model));
    }

    private String killedOnItsWay() throws Exception {
        Path home = folder.resolve("killed");
        Program killed = new Program(home);
        Path checkpoint = home.resolve("objects/sign-off-work/checkpoints/first/epoch.json");
        try (Program.Other owner = start(killed)) {
            owner.until("Train  submitted");
            while (!Files.exists(checkpoint)) {
                Thread.onSpinWait();
            }
        }
        for (String point : List.of("Evaluate  entered", "SignOff  submitted")) {
            try (Program.Other owner = killed.start("runs", "follow", "first")) {
                owner.until(point);
            }
        }
        assertThat(trainingLog(home)).doesNotContain("starting after epoch 0");
        answer(killed, home);
        try (Program.Other owner = killed.start("runs", "follow", "first")) {
            owner.until("Register  entered");
        }
        Program.Said said = killed.say("runs", "follow", "first");
        assertThat(said.code()).as(said.err()).isZero();
        return said.out();
    }

    private static Program.Other start(Program program) throws IOException {
        return program.start("run", EXAMPLES.resolve("sign-off/sign-off.asl.json").toString(), "--name", "first", "--input", "{\"name\": \"first\"}", "--images",
                EXAMPLES.resolve("sign-off/images.yaml").toString(), "--map", "s3://sign-off/data=" + EXAMPLES.resolve("sign-off/data"));
    }

    private static void answer(Program program, Path home) throws IOException {
        String token = JSON.readTree(Files.readAllLines(home.resolve("messages/sqs/sign-off.jsonl")).getFirst()).at("/message/MessageBody/token").asText();
        Program.Said said = program.say("runs", "answer", token, "--output", "{\"approved\": true, \"by\": \"Ada\"}");
        assertThat(said.code()).as(said.err()).isZero();
    }

    private static String trainingLog(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("jobs/logs/training/first"))) {
            return Files.readString(files.filter(Files::isRegularFile).findFirst().orElseThrow());
        }
    }
}
