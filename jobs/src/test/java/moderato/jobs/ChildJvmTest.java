package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChildJvmTest {

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void images() {
        bench = new JobBench(folder);
        bench.images.putAll(ImageCatalog.installed().programs());
        bench.serving.putAll(ImageCatalog.installed().serving());
        bench.settings = JobBench.json("{\"isolate\": true}");
    }

    @Test
    void aProcessingJobHasItsFoldersAndNothingOfOurs() throws Exception {
        JsonNode answer = bench.run("job:processing", processing("test/where", "[\"--rate\", \"2\"]"));
        assertThat(answer.path("ProcessingJobStatus").asText()).isEqualTo("Completed");
        String[] told = bench.text("s3://data/out/told").split("\n");
        assertThat(told[0]).isEqualTo("/opt/ml");
        assertThat(told[1]).isNotEqualTo(String.valueOf(ProcessHandle.current().pid()));
        assertThat(told[2]).isEqualTo("[--rate, 2]");
        assertThat(told[3]).isEqualTo("blue");
        assertThat(told[5]).isEqualTo("/opt/ml");
        assertThat(told[6]).isEqualTo("false");
    }

    @Test
    void aFailureIsReadFromItsFile() {
        assertThatThrownBy(() -> bench.run("job:processing", processing("test/where", "[\"fail\"]"))).hasMessageContaining("as told, exit code: 3");
    }

    @Test
    void onlyTheImagesNamedAreIsolated() throws Exception {
        bench.settings = JobBench.json("{\"images\": {\"test/other*\": {\"isolated\": true}, \"company/*\": {\"builtIn\": \"test/where\"}}}");
        bench.run("job:processing", processing("company/where", "[]"));
        assertThat(bench.text("s3://data/out/told").split("\n")[1]).isEqualTo(String.valueOf(ProcessHandle.current().pid()));
        bench.settings = JobBench.json("{\"images\": {\"test/*\": {\"isolated\": true}}}");
        bench.run("job:processing", processing("test/where", "[]"));
        assertThat(bench.text("s3://data/out/told").split("\n")[1]).isNotEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void aTrainingJobLeavesItsModelAndMetrics() throws Exception {
        JsonNode answer = bench.run("job:training", JobBench.json("""
                {"TrainingJobName": "train-1", "AlgorithmSpecification": {"TrainingImage": "test/where", "TrainingInputMode": "File",
                 "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]}, "HyperParameters": {"rate": "0.5"}, "Environment": {"COLOUR": "blue"},
                 "OutputDataConfig": {"S3OutputPath": "s3://data/models"}, "ResourceConfig": {"InstanceCount": 1}, "StoppingCondition": {"MaxRuntimeInSeconds": 60}}"""));
        assertThat(answer.at("/FinalMetricDataList/0/Value").asDouble()).isEqualTo(0.25);
        Archives.unpack(bench.store.find(ObjectAddress.parse(answer.at("/ModelArtifacts/S3ModelArtifacts").asText())).orElseThrow().file(), folder.resolve("model"));
        assertThat(folder.resolve("model/told")).content().startsWith("/opt/ml\n").contains("[train]", "{rate=0.5}");
    }

    @Test
    void aTransformServesAtItsPort() throws Exception {
        bench.run("model:create", JobBench.json("{\"ModelName\": \"upper\", \"PrimaryContainer\": {\"Image\": \"test/upper\"}}"));
        for (int i = 0; i < 20; i++) {
            bench.put("s3://data/in/" + i + ".txt", "text " + i);
        }
        ObjectNode request = JobBench.json("""
                {"TransformJobName": "transform-1", "ModelName": "upper", "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/in/"}}},
                 "TransformOutput": {"S3OutputPath": "s3://data/out"}, "TransformResources": {"InstanceCount": 1}}""");
        bench.run("job:transform", request);
        assertThat(bench.keys("s3://data/out")).hasSize(20);
        assertThat(bench.text("s3://data/out/7.txt.out")).startsWith("TEXT 7 /opt/ml ").doesNotEndWith(" " + ProcessHandle.current().pid());
        assertThat(folder.resolve("jobs/logs/transform/transform-1/algo-1.log")).content().contains("closed");
        bench.put("s3://data/in/8.txt", "poison");
        assertThatThrownBy(() -> bench.run("job:transform", request)).hasMessageContaining("400: cannot read this");
    }

    @Test
    void anImageIsAskedToStop() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        Path log = folder.resolve("jobs/logs/processing/process-1/algo-1.log");
        Thread canceller = Thread.ofVirtual().start(() -> {
            while (!waits(log)) {
                Thread.onSpinWait();
            }
            cancelled.set(true);
        });
        bench.cancelled = cancelled::get;
        assertThatThrownBy(() -> bench.run("job:processing", processing("test/patient", "[]"))).isInstanceOf(InterruptedException.class);
        canceller.join();
        assertThat(log).content().contains("stopped as asked");
        assertThat(bench.services().descriptions().find("processing", "process-1").orElseThrow().path("ProcessingJobStatus").asText()).isEqualTo("Stopped");
    }

    private static boolean waits(Path log) {
        try {
            return Files.readString(log).contains("waiting");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static ObjectNode processing(String image, String arguments) {
        return JobBench.json("""
                {"ProcessingJobName": "process-1", "AppSpecification": {"ImageUri": "%s", "ContainerArguments": %s}, "Environment": {"COLOUR": "blue"},
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1}},
                 "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output": {"S3Uri": "s3://data/out", "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}}]}}"""
                .formatted(image, arguments));
    }
}
