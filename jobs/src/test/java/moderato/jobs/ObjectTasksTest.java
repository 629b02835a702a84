package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ObjectTasksTest {

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
    }

    @Test
    void theSameBytesUnderAnotherAddressHaveTheSameDigest() throws Exception {
        bench.put("s3://data/one/a/x.txt", "x");
        bench.put("s3://data/two/a/x.txt", "x");
        bench.put("s3://data/three/a/x.txt", "y");
        JsonNode objects = digest("""
                {"Objects": [{"S3Uri": "s3://data/one", "S3DataType": "S3Prefix"}, {"S3Uri": "s3://data/two", "S3DataType": "S3Prefix"},
                 {"S3Uri": "s3://data/three", "S3DataType": "S3Prefix"}, {"S3Uri": "s3://data/none", "S3DataType": "S3Prefix"},
                 {"S3Uri": "s3://data/one/a/x.txt", "S3DataType": "Object"}, {"S3Uri": "s3://data/one", "S3DataType": "Object"}]}""").path("Objects");
        assertThat(objects.path("s3://data/one")).isEqualTo(objects.path("s3://data/two")).isNotEqualTo(objects.path("s3://data/three"));
        assertThat(objects.has("s3://data/none")).isFalse();
        assertThat(objects.path("s3://data/one/a/x.txt").asText()).hasSize(64);
    }

    @Test
    void aModelIsKnownByItsImageItsArtifactAndItsEnvironment() throws Exception {
        bench.serving.put("moderato/some", (folders, configuration) -> {
            throw new IOException("not loaded here");
        });
        bench.put("s3://data/model.tar.gz", "one");
        create("a", "");
        JsonNode first = digest("{\"Models\": [\"a\", \"nobody\"]}").path("Models");
        create("b", "");
        create("c", ", \"Environment\": {\"X\": \"1\"}");
        bench.put("s3://data/model.tar.gz", "two");
        JsonNode then = digest("{\"Models\": [\"a\", \"b\", \"c\"]}").path("Models");
        assertThat(first.properties()).hasSize(1);
        assertThat(then.path("b")).isEqualTo(then.path("a"));
        assertThat(then.path("a").path("Image")).isEqualTo(first.path("a").path("Image"));
        assertThat(then.path("a").path("Artifact")).isNotEqualTo(first.path("a").path("Artifact"));
        assertThat(then.path("c").path("Environment")).isNotEqualTo(then.path("a").path("Environment"));
    }

    @Test
    void aCommandIsKnownByItsScriptAndRequirements() throws Exception {
        Files.writeString(folder.resolve("script.py"), "one");
        bench.settings = JobBench.json("{\"images\": {\"*scripts*\": {\"command\": [\"python3\", \"script.py\"], \"folder\": \"" + folder + "\"}}}");
        JsonNode first = digest("{\"Images\": [\"111/scripts:1\", \"111/other:1\"]}").path("Images");
        Files.writeString(folder.resolve("script.py"), "two");
        assertThat(digest("{\"Images\": [\"111/scripts:1\"]}").path("Images")).isNotEqualTo(first);
        assertThat(first.has("111/other:1")).isFalse();
    }

    @Test
    void theDigestOfALargeFileIsKeptUntilTheFileChanges() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[2 << 20]);
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, old);
        Digests digests = new Digests(folder.resolve("digests"), Clock.systemUTC());
        String zeros = digests.file(file);
        byte[] ones = new byte[2 << 20];
        Arrays.fill(ones, (byte) 1);
        Files.write(file, ones);
        Files.setLastModifiedTime(file, old);
        assertThat(digests.file(file)).as("found by place, size, time and identity").isEqualTo(zeros);
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
        assertThat(digests.file(file)).isNotEqualTo(zeros);
    }

    @Test
    void cleanupRemovesWhatIsNamedAndTellsOfEachStep() throws Exception {
        bench.put("s3://data/models/train-1/output/model.tar.gz", "m");
        bench.put("s3://data/models/train-10/output/model.tar.gz", "m");
        bench.put("s3://data/out/a", "a");
        bench.put("s3://data/out/b", "b");
        bench.put("s3://data/other", "o");
        JsonNode answer = bench.run("objects:cleanup", JobBench.json("{}"), JobBench.json("""
                {"Request": {"Resources": {"S3": [{"StepName": "Train"}, {"StepName": "Process", "S3Uris": ["s3://data/out/a"]}, {"StepName": "Score", "S3Uris": ["s3://data/other"]},
                  {"StepName": "Never"}]}},
                 "Sources": {"Train": {"StepType": "Training", "Status": "Succeeded", "Properties": {"TrainingJobName": "train-1", "OutputDataConfig": {"S3OutputPath": "s3://data/models"}}},
                  "Process": {"StepType": "Processing", "Status": "Succeeded", "Properties": {"ProcessingOutputConfig": {"Outputs": [{"S3Output": {"S3Uri": "s3://data/out"}}]}}},
                  "Score": {"StepType": "Transform", "Status": "Succeeded", "Properties": {"TransformOutput": {"S3OutputPath": "s3://data/out"}}},
                  "Never": {"StepType": "Training", "Status": "", "Properties": {}}}}"""));
        assertThat(answer.path("CleanedSteps").toString()).isEqualTo("[\"Train\",\"Process\"]");
        assertThat(answer.path("SkippedSteps").toString()).isEqualTo("[\"Never\"]");
        assertThat(answer.at("/FailedSteps/0/ErrorMessage").asText()).contains("s3://data/other is not below an output");
        assertThat(bench.keys("s3://data/")).containsExactly("models/train-10/output/model.tar.gz", "other", "out/b");
    }

    private JsonNode digest(String payload) throws Exception {
        return bench.run("objects:digest", JobBench.json("{}"), JobBench.json(payload));
    }

    private void create(String name, String more) throws Exception {
        bench.run("model:create", JobBench.json("{\"ModelName\": \"" + name + "\", \"PrimaryContainer\": {\"Image\": \"moderato/some\", \"ModelDataUrl\": \"s3://data/model.tar.gz\"" + more + "}}"));
    }
}
