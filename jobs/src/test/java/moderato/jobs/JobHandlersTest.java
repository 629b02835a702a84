package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobHandlersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void aProcessingJobSeesItsInputsAndLeavesItsOutputs() throws Exception {
        put("s3://data/in/a.txt", "one\n");
        put("s3://data/in/sub/b.txt", "two\n");
        JsonNode answer = process("cat /opt/ml/processing/input/x/a.txt /opt/ml/processing/input/x/sub/b.txt > /opt/ml/processing/output/all.txt; echo fine > /opt/ml/output/message; "
                + "cp /opt/ml/config/resourceconfig.json /opt/ml/processing/output/", settings());
        assertThat(answer.path("ProcessingJobStatus").asText()).isEqualTo("Completed");
        assertThat(answer.path("ExitMessage").asText()).startsWith("fine");
        assertThat(text("s3://data/out/all.txt")).isEqualTo("one\ntwo\n");
        assertThat(JSON.readTree(text("s3://data/out/resourceconfig.json")).path("current_host").asText()).isEqualTo("algo-1");
        assertThat(Path.of("/opt/ml/processing")).doesNotExist();
    }

    @Test
    void aFailingScriptGivesItsReasonAndNoOutput() throws Exception {
        put("s3://data/in/a.txt", "one\n");
        assertThatThrownBy(() -> process("echo half > /opt/ml/processing/output/all.txt; echo no such column > /opt/ml/output/failure; exit 7", settings()))
                .isInstanceOfSatisfying(TaskFailedException.class, e -> {
                    assertThat(e.error()).isEqualTo("AlgorithmError");
                    assertThat(e.explanation()).contains("no such column").contains("exit code: 7");
                });
        assertThat(store().list(ObjectAddress.parse("s3://data/out/"))).isEmpty();
    }

    @Test
    void anInputThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> process("true", settings())).hasMessageContaining("s3://data/in").hasMessageContaining("moderato objects put");
    }

    @Test
    void anImageThatNothingStandsForIsNamed() throws Exception {
        put("s3://data/in/a.txt", "one\n");
        assertThatThrownBy(() -> process("true", JSON.createObjectNode())).hasMessageContaining("111.dkr.ecr/scripts:1").hasMessageContaining("--images");
    }

    @Test
    void aScriptThatIgnoresSigtermIsEndedWithAllThatItStarted() throws Exception {
        put("s3://data/in/a.txt", "one\n");
        AtomicBoolean cancelled = new AtomicBoolean();
        Path mark = folder.resolve("running");
        Thread canceller = Thread.ofVirtual().start(() -> {
            while (!Files.exists(mark)) {
                Thread.onSpinWait();
            }
            cancelled.set(true);
        });
        assertThatThrownBy(() -> jobs().find("job:processing").orElseThrow().handle(processing("trap '' TERM; setsid sh -c 'while true; do sleep 1; : " + mark + "; done' & touch " + mark + "; while true; do sleep 1; done"),
                TestTask.of("job:processing", settings()).cancelledWhen(cancelled::get))).isInstanceOf(Exception.class);
        canceller.join();
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info().commandLine().orElse("").contains(mark.toString()))).isEmpty();
    }

    @Test
    void trainingLosesItsSpotMachineAndGoesOnFromTheCheckpoint() throws Exception {
        put("s3://data/train/x.csv", "1,2\n");
        String script = """
                set -e
                epoch=0
                [ ! -f /opt/ml/checkpoints/epoch ] || epoch=$(cat /opt/ml/checkpoints/epoch)
                echo "starting at epoch $epoch"
                while [ "$epoch" -lt 4 ]; do
                    epoch=$((epoch + 1))
                    echo "$epoch" > /opt/ml/checkpoints/epoch.new
                    mv /opt/ml/checkpoints/epoch.new /opt/ml/checkpoints/epoch
                    echo "epoch $epoch loss=0.$((9 - epoch))"
                    sleep 0.5
                done
                cp /opt/ml/input/data/train/x.csv /opt/ml/model/
                echo "$SM_HP_RATE" > /opt/ml/model/rate
                """;
        ObjectNode request = (ObjectNode) JSON.readTree("""
                {"TrainingJobName": "train-1", "RoleArn": "role", "AlgorithmSpecification": {"TrainingImage": "111.dkr.ecr/scripts:1", "TrainingInputMode": "File",
                 "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]}, "HyperParameters": {"rate": "0.5"},
                 "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/train"}}}],
                 "OutputDataConfig": {"S3OutputPath": "s3://data/models"}, "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 1},
                 "CheckpointConfig": {"S3Uri": "s3://data/checkpoints"}, "EnableManagedSpotTraining": true, "StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 120}}""");
        ((ObjectNode) request.path("AlgorithmSpecification")).putArray("ContainerEntrypoint").add("sh").add("-c").add(script);
        ObjectNode settings = settings();
        settings.putObject("spot").putObject("*").putArray("afterCheckpoints").add(2);
        JsonNode answer = jobs().find("job:training").orElseThrow().handle(JSON.createObjectNode().put("Arn", "arn").set("Request", request),
                TestTask.of("job:training", settings));
        assertThat(answer.path("TrainingJobStatus").asText()).isEqualTo("Completed");
        assertThat(answer.path("SecondaryStatusTransitions").findValuesAsText("Status")).containsSubsequence("Training", "Interrupted", "Starting", "Training", "Completed");
        assertThat(answer.at("/FinalMetricDataList/0/Value").asDouble()).isEqualTo(0.5);
        assertThat(text("s3://data/checkpoints/epoch").strip()).isEqualTo("4");
        Path model = folder.resolve("model");
        Archives.unpack(store().find(ObjectAddress.parse(answer.at("/ModelArtifacts/S3ModelArtifacts").asText())).orElseThrow().file(), model);
        assertThat(model.resolve("rate")).hasContent("0.5");
        assertThat(folder.resolve("jobs/logs/training/train-1/algo-1.log")).content().doesNotContain("starting at epoch 0");
    }

    @Test
    void aFunctionOfTheSdkLeavesItsResultWhereTheDefinitionReadsIt() throws Exception {
        ObjectNode request = (ObjectNode) JSON.readTree("""
                {"TrainingJobName": "train-1", "RoleArn": "role", "AlgorithmSpecification": {"TrainingImage": "111.dkr.ecr/functions:1", "TrainingInputMode": "File",
                   "ContainerEntrypoint": ["/bin/bash", "/opt/ml/input/data/sagemaker_remote_function_bootstrap/job_driver.sh"], "ContainerArguments": ["--s3_base_uri", "s3://data/base"]},
                 "OutputDataConfig": {"S3OutputPath": "s3://data/base/run/step/results"}, "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 1}}""");
        ObjectNode settings = (ObjectNode) JSON.readTree("{\"images\": {\"*functions*\": {\"command\": [\"sh\", \"-c\", \"echo '{\\\"Result\\\": 5}' > /opt/ml/output/results.json\"], \"whole\": true}}}");
        jobs().find("job:training").orElseThrow().handle(JSON.createObjectNode().put("Arn", "arn").set("Request", request), TestTask.of("job:training", settings));
        assertThat(text("s3://data/base/run/step/results/results.json").strip()).isEqualTo("{\"Result\": 5}");
    }

    @Test
    void theSameFilesGiveTheSameArchive() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files/sub"));
        Files.writeString(files.resolve("a"), "a");
        Files.writeString(files.resolveSibling("b"), "b");
        Archives.pack(folder.resolve("files"), folder.resolve("one.tar.gz"));
        Files.setLastModifiedTime(files.resolve("a"), java.nio.file.attribute.FileTime.fromMillis(1));
        Archives.pack(folder.resolve("files"), folder.resolve("two.tar.gz"));
        assertThat(folder.resolve("one.tar.gz")).hasSameBinaryContentAs(folder.resolve("two.tar.gz"));
    }

    private JsonNode process(String script, ObjectNode settings) throws Exception {
        return jobs().find("job:processing").orElseThrow().handle(processing(script), TestTask.of("job:processing", settings));
    }

    private static ObjectNode processing(String script) throws IOException {
        ObjectNode request = (ObjectNode) JSON.readTree("""
                {"ProcessingJobName": "process-1", "RoleArn": "role", "AppSpecification": {"ImageUri": "111.dkr.ecr/scripts:1"},
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 1}},
                 "ProcessingInputs": [{"InputName": "x", "S3Input": {"S3Uri": "s3://data/in", "LocalPath": "/opt/ml/processing/input/x", "S3DataType": "S3Prefix", "S3InputMode": "File"}}],
                 "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output": {"S3Uri": "s3://data/out", "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}}]}}""");
        ((ObjectNode) request.path("AppSpecification")).putArray("ContainerEntrypoint").add("sh").add("-c").add(script);
        return JSON.createObjectNode().put("Arn", "arn").set("Request", request);
    }

    private static ObjectNode settings() throws IOException {
        return (ObjectNode) JSON.readTree("{\"images\": {\"*scripts*\": {\"command\": [\"sh\"]}}}");
    }

    private JobHandlers jobs() {
        return new JobHandlers(new JobServices(folder.resolve("jobs"), store(), new JobImages(Map.of(), Map.of(), folder.resolve("environments"), Duration.ofMillis(300)), Clock.systemUTC()));
    }

    private FolderStore store() {
        return new FolderStore(folder.resolve("objects"));
    }

    private void put(String address, String text) throws IOException {
        store().put(ObjectAddress.parse(address), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String text(String address) throws IOException {
        return Files.readString(store().find(ObjectAddress.parse(address)).orElseThrow().file());
    }
}
