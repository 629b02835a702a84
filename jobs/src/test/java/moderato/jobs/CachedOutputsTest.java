package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import moderato.kernel.TaskHandler;
import moderato.kernel.TestTask;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A kept success counts as long as what it left is there, or was taken away on purpose. */
class CachedOutputsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final TestTask CONTEXT = TestTask.of("cache:find");

    @TempDir
    Path folder;

    private JobBench bench;
    private CachedOutputs outputs;
    private JsonNode kept = JSON.createObjectNode();

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
        outputs = new CachedOutputs(bench.services());
    }

    private void keep(String properties) throws Exception {
        ObjectNode payload = JSON.createObjectNode().put("Mode", "content");
        payload.set("Properties", JSON.readTree(properties));
        TaskHandler keeper = (success, context) -> {
            kept = success;
            return success;
        };
        outputs.keep(keeper).handle(payload, CONTEXT);
    }

    private JsonNode find() throws Exception {
        TaskHandler finder = (payload, context) -> {
            ObjectNode answer = JSON.createObjectNode();
            answer.putObject("Hit").setAll((ObjectNode) kept.deepCopy());
            return answer;
        };
        return outputs.find(finder).handle(JSON.createObjectNode(), CONTEXT);
    }

    private void remove(String address) throws Exception {
        bench.services().store().remove(ObjectAddress.parse(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"ProcessingOutputConfig\": {\"Outputs\": [{\"S3Output\": {\"S3Uri\": \"s3://data/out\"}}, {\"S3Output\": {\"S3Uri\": \"s3://data/never-written\"}}]}}",
            "{\"ModelArtifacts\": {\"S3ModelArtifacts\": \"s3://data/out/job/output/model.tar.gz\"}}",
            "{\"TransformOutput\": {\"S3OutputPath\": \"s3://data/out/\"}}",
            "{\"BestTrainingJob\": {\"TrainingJobName\": \"job\"}, \"TrainingJobDefinition\": {\"OutputDataConfig\": {\"S3OutputPath\": \"s3://data/out/\"}}}"})
    void aSuccessWhoseOutputsAreGoneIsNone(String properties) throws Exception {
        bench.put("s3://data/out/job/output/model.tar.gz", "model");
        bench.put("s3://data/out-2/x", "beside it");
        keep(properties);
        assertThat(find().has("Hit")).isTrue();
        remove("s3://data/out/job/output/model.tar.gz");
        assertThat(find().has("Hit")).isFalse();
        assertThat(find().path("Gone")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"isolate\": true}"})
    void aTransformIsNotKeptWhenItsModelSaysSo(String settings) throws Exception {
        bench.settings = JobBench.json(settings);
        bench.serving.putAll(new TestImages().serving());
        bench.run("model:create", JobBench.json("{\"ModelName\": \"m\", \"PrimaryContainer\": {\"Image\": \"test/upper\"}}"));
        for (String text : List.of("sure", "unsure")) {
            bench.put("s3://data/in/" + text, text);
            JsonNode properties = bench.run("job:transform", JobBench.json("{\"TransformJobName\": \"job-" + text + "\", \"ModelName\": \"m\", \"TransformResources\": {\"InstanceCount\": 1}, "
                    + "\"TransformInput\": {\"DataSource\": {\"S3DataSource\": {\"S3DataType\": \"S3Prefix\", \"S3Uri\": \"s3://data/in/" + text + "\"}}}, "
                    + "\"TransformOutput\": {\"S3OutputPath\": \"s3://data/out\"}}"));
            keep(properties.toString());
            assertThat(kept.at("/Properties/TransformJobName").asText()).isEqualTo("job-sure");
        }
    }

    @Test
    void whatWasTakenAwayOnPurposeStillCountsAndIsNamed() throws Exception {
        bench.put("s3://data/out/frame.png", "frame");
        keep("{\"ProcessingOutputConfig\": {\"Outputs\": [{\"S3Output\": {\"S3Uri\": \"s3://data/out\"}}]}}");
        remove("s3://data/out/frame.png");
        bench.services().removed().remember("s3://data/out", "digest");
        assertThat(find().at("/Hit/Removed")).hasToString("[\"s3://data/out\"]");
    }

    @Test
    void aStepThatLeavesNothingIsAsItWas() throws Exception {
        keep("{\"OutputParameters\": {\"x\": 1}}");
        assertThat(kept.has("Written")).isFalse();
        assertThat(find().path("Hit").path("Properties").path("OutputParameters").path("x").asInt()).isOne();
    }

    @Test
    void aJobWhoseInputGoesUnderItSaysSo() throws Exception {
        bench.put("s3://data/in/frame.png", "frame");
        bench.images.put("test/slow", (folders, configuration) -> {
            bench.services().removed().remember("s3://data/in", "digest");
            bench.store.removeBelow(ObjectAddress.parse("s3://data/in"));
            return 0;
        });
        ObjectNode request = JobBench.json("""
                {"ProcessingJobName": "job-1", "AppSpecification": {"ImageUri": "test/slow"}, "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1}},
                 "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": "s3://data/in", "S3DataType": "S3Prefix", "LocalPath": "/opt/ml/processing/in"}}]}""");
        assertThatThrownBy(() -> bench.run("job:processing", request)).hasMessageContaining("InputRemoved: s3://data/in was taken away");
        assertThatThrownBy(() -> bench.run("job:processing", request)).hasMessageContaining("InputRemoved: s3://data/in was taken away");
        bench.put("s3://data/in/frame.png", "frame");
        bench.images.put("test/slow", (folders, configuration) -> 0);
        assertThat(bench.run("job:processing", request).path("ProcessingJobStatus").asText()).isEqualTo("Completed");
    }
}
