package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Channels in Pipe mode, as a training script reads them. */
@Timeout(60)
class PipeChannelTest {

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new JobBench(folder);
        bench.settings = JobBench.json("{\"images\": {\"*scripts*\": {\"command\": [\"sh\"]}}}");
        bench.put("s3://data/train/a", "one\n");
        bench.put("s3://data/train/b", "two\n");
    }

    @Test
    void everyEpochHasAPipeOfItsOwn() throws Exception {
        train("cat $D/train_0 $D/train_1 > /opt/ml/model/m; cat /opt/ml/input/config/inputdataconfig.json > /opt/ml/model/c", "{}");
        assertThat(model("m")).isEqualTo("one\ntwo\none\ntwo\n");
        assertThat(JobBench.json(model("c")).at("/train/TrainingInputMode").asText()).isEqualTo("Pipe");
    }

    @Test
    void aScriptMayReadAPartOfAnEpochOrNothing() throws Exception {
        bench.put("s3://data/train/big", new byte[1 << 20]);
        train("head -c 4 $D/train_0 > /opt/ml/model/m", "{}");
        assertThat(model("m")).isEqualTo("one\n");
        train("echo none > /opt/ml/model/m", "{}");
        assertThat(model("m")).isEqualTo("none\n");
    }

    @Test
    void compressedObjectsComeUnpackedAndAsRecords() throws Exception {
        for (String key : new String[] {"a", "b"}) {
            bench.put("s3://data/train/" + key, packed("<" + key + ">"));
        }
        train("cat $D/train_0 > /opt/ml/model/m", "{\"CompressionType\": \"Gzip\", \"RecordWrapperType\": \"RecordIO\"}");
        assertThat(Files.readAllBytes(folder.resolve("model/m"))).startsWith(0x0a, 0x23, 0xd7, 0xce, 3, 0, 0, 0, '<', 'a', '>', 0, 0x0a, 0x23).hasSize(24);
    }

    @Test
    void aSeedShufflesEveryEpochAnew() throws Exception {
        for (int i = 0; i < 20; i++) {
            bench.put("s3://data/train/" + (char) ('c' + i), "line " + i + "\n");
        }
        train("cat $D/train_0 > /opt/ml/model/m; cat $D/train_1 > /opt/ml/model/n", "{\"ShuffleConfig\": {\"Seed\": 7}}");
        assertThat(model("m")).isNotEqualTo(model("n"));
        assertThat(model("m").lines()).containsExactlyInAnyOrderElementsOf(model("n").lines().toList());
    }

    @Test
    void linesOfAnAugmentedManifestComeWithTheirObjects() throws Exception {
        bench.put("s3://data/labels.manifest", """
                {"image-ref": "s3://data/train/a", "label": 1, "note": "x"}

                {"image-ref": "s3://data/train/b", "label": {"cat": 0}}
                """);
        train("cat $D/train_0 > /opt/ml/model/m", augmented("\"image-ref\", \"label\""));
        assertThat(model("m")).isEqualTo("one\n1two\n{\"cat\":0}");

        assertThatThrownBy(() -> train("true", augmented("\"image-ref\", \"note\""))).hasMessageContaining("line 3 of the augmented manifest s3://data/labels.manifest has no attribute 'note'");
        assertThatThrownBy(() -> train("true", augmented(""))).hasMessageContaining("AttributeNames");
        bench.put("s3://data/labels.manifest", "{\"image-ref\": \"s3://data/train/none\"}");
        assertThatThrownBy(() -> train("true", augmented("\"image-ref\""))).hasMessageContaining("names s3://data/train/none, which is not there");
        assertThatThrownBy(() -> train("true", augmented("\"image-ref\"").replace("{\"Data", "{\"InputMode\": \"File\", \"Data"))).hasMessageContaining("Pipe only");
    }

    private static String augmented(String attributes) {
        return "{\"DataSource\": {\"S3DataSource\": {\"S3DataType\": \"AugmentedManifestFile\", \"S3Uri\": \"s3://data/labels.manifest\", \"AttributeNames\": [" + attributes + "]}}}";
    }

    @Test
    void inputsOfProcessingJobsComeThroughPipesToo() throws Exception {
        bench.put("s3://data/packed.gz", packed("three\n"));
        bench.run("job:processing", JobBench.json("""
                {"ProcessingJobName": "process-1", "AppSpecification": {"ImageUri": "111.dkr.ecr/scripts:1", "ContainerEntrypoint": ["sh", "-c",
                   "cat /opt/ml/processing/in/x_0 /opt/ml/processing/in/z_0 > /opt/ml/processing/output/all"]},
                 "ProcessingInputs": [
                   {"InputName": "x", "S3Input": {"S3Uri": "s3://data/train", "LocalPath": "/opt/ml/processing/in/x", "S3DataType": "S3Prefix", "S3InputMode": "Pipe"}},
                   {"InputName": "z", "S3Input": {"S3Uri": "s3://data/packed.gz", "LocalPath": "/opt/ml/processing/in/z", "S3DataType": "S3Prefix", "S3InputMode": "Pipe", "S3CompressionType": "Gzip"}},
                   {"InputName": "own", "AppManaged": true, "DatasetDefinition": {}}],
                 "ProcessingOutputConfig": {"Outputs": [{"OutputName": "o", "S3Output": {"S3Uri": "s3://data/out", "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}}]}}"""));
        assertThat(bench.text("s3://data/out/all")).isEqualTo("one\ntwo\nthree\n");
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private void train(String script, String channel) throws Exception {
        ObjectNode request = JobBench.json("""
                {"TrainingJobName": "train-1", "AlgorithmSpecification": {"TrainingImage": "111.dkr.ecr/scripts:1", "TrainingInputMode": "Pipe"},
                 "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/train"}}}],
                 "OutputDataConfig": {"S3OutputPath": "s3://data/models"}, "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 1}}""");
        ((ObjectNode) request.at("/InputDataConfig/0")).setAll(JobBench.json(channel));
        request.withObject("/AlgorithmSpecification").putArray("ContainerEntrypoint").add("sh").add("-c").add("D=/opt/ml/input/data; " + script);
        JsonNode answer = bench.run("job:training", request);
        Folders.remove(folder.resolve("model"));
        Archives.unpack(bench.store.find(moderato.objects.ObjectAddress.parse(answer.at("/ModelArtifacts/S3ModelArtifacts").asText())).orElseThrow().file(), folder.resolve("model"));
    }

    private String model(String file) throws Exception {
        return Files.readString(folder.resolve("model").resolve(file));
    }
}
