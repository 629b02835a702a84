package moderato.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a job is given or does wrong, and what is said about it. */
class BadInputTest {

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
        bench.settings = JobBench.json("{\"images\": {\"*scripts*\": {\"command\": [\"sh\"]}}}");
    }

    @Test
    void aModelThatIsNoArchiveIsNamed() throws Exception {
        bench.serving.put("moderato/some", (folders, configuration) -> {
            throw new IOException("is not reached");
        });
        bench.put("s3://data/model.tar.gz", "no archive");
        bench.put("s3://data/in/a", "a");
        bench.run("model:create", JobBench.json("{\"ModelName\": \"m\", \"PrimaryContainer\": {\"Image\": \"moderato/some\", \"ModelDataUrl\": \"s3://data/model.tar.gz\"}}"));
        assertThatThrownBy(() -> bench.run("job:transform", transform())).hasMessageContaining("ClientError: the model data at s3://data/model.tar.gz cannot be unpacked");
        assertThat(bench.keys("s3://data/out")).isEmpty();
    }

    @Test
    void aLogIsKeptUpToItsLimit() throws IOException {
        Path file = folder.resolve("log");
        byte[] line = "x".repeat(1023).concat("\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long[] lines = {0};
        try (OutputStream log = JobLog.open(file, each -> lines[0]++)) {
            for (int i = 0; i < 70 << 10; i++) {
                log.write(line);
            }
        }
        assertThat(lines[0]).isEqualTo(70 << 10);
        assertThat(Files.size(file)).isBetween(JobLog.BYTES_KEPT, JobLog.BYTES_KEPT + 200);
    }

    @Test
    void aMessageThatIsNotTextFailsTheJob() {
        assertThatThrownBy(() -> bench.run("job:processing", processing("printf '\\377\\376' > /opt/ml/output/message"))).hasMessageContaining("not UTF-8");
    }

    @Test
    void aJobThatTakesTooLongSaysSo() {
        ObjectNode request = processing("sleep 600");
        request.putObject("StoppingCondition").put("MaxRuntimeInSeconds", 1);
        assertThatThrownBy(() -> bench.run("job:processing", request)).hasMessageContaining("MaxRuntimeInSeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/opt/ml/processing/output/f", "$TMPDIR/f"})
    void aScriptThatFillsItsDiskIsEndedAndNothingOfItIsKept(String file) throws IOException {
        bench.settings.putObject("disk").put("mostMegabytes", 2);
        ObjectNode request = processing("trap '' TERM; while true; do head -c 200000 /dev/zero >> " + file + "; sleep 0.02; done");
        request.withArray("/ProcessingOutputConfig/Outputs").addObject().put("OutputName", "o").putObject("S3Output").put("S3Uri", "s3://data/out").put("LocalPath", "/opt/ml/processing/output");
        assertThatThrownBy(() -> bench.run("job:processing", request)).hasMessageContaining("ClientError: No space left on the job's volume").hasMessageContaining("more than the 2 MiB");
        assertThat(bench.keys("s3://data/out")).isEmpty();
        assertThat(folder.resolve("jobs/attempts/processing-process-1")).doesNotExist();
    }

    @Test
    void aModelThatFillsItsDiskIsEndedToo() throws Exception {
        bench.settings = JobBench.json("{\"disk\": {\"mostMegabytes\": 2}, \"images\": {\"*scripts*\": {\"command\": [\"sh\", \"-c\", \"while true; do head -c 200000 /dev/zero >> $TMPDIR/f; sleep 0.02; done\"]}}}");
        bench.put("s3://data/in/a", "a");
        bench.run("model:create", JobBench.json("{\"ModelName\": \"m\", \"PrimaryContainer\": {\"Image\": \"111.dkr.ecr/scripts:1\"}}"));
        assertThatThrownBy(() -> bench.run("job:transform", transform())).hasMessageContaining("ClientError: No space left on the job's volume");
        assertThat(bench.keys("s3://data/out")).isEmpty();
    }

    @Test
    void aProgramThatOnlyTheImageHasIsWhatTheCommandStandsFor() throws Exception {
        bench.settings = JobBench.json("{\"images\": {\"*scripts*\": {\"command\": [\"sh\", \"-c\", \"echo $* > /opt/ml/output/message\", \"stand-in\"]}}}");
        ObjectNode request = processing("");
        ((ObjectNode) request.path("AppSpecification")).putArray("ContainerEntrypoint").add("spark-of-the-image").add("app.py");
        assertThat(bench.run("job:processing", request).path("ExitMessage").asText()).isEqualTo("spark-of-the-image app.py\n");
    }

    @Test
    void aWholeCommandStandsForWhateverTheRequestNames() throws Exception {
        bench.settings = JobBench.json("{\"images\": {\"*scripts*\": {\"command\": [\"sh\", \"-c\", \"echo $* > /opt/ml/output/message\", \"stand-in\"], \"whole\": true}}}");
        ObjectNode request = processing("exit 9");
        ((ObjectNode) request.path("AppSpecification")).putArray("ContainerArguments").add("--fps").add("1");
        assertThat(bench.run("job:processing", request).path("ExitMessage").asText()).isEqualTo("--fps 1\n");
    }

    @Test
    void aReasonThatTheScriptWroteIsFollowedByThePlaceOfItsLog() {
        assertThatThrownBy(() -> bench.run("job:processing", processing("echo out of memory > /opt/ml/output/failure; exit 3")))
                .hasMessageContaining("AlgorithmError: out of memory, exit code: 3; the log is " + folder);
    }

    @Test
    void anOutputThatCannotBeKeptIsRefusedBeforeTheWork() throws Exception {
        ObjectNode request = processing("sleep 1000");
        request.withObject("/ProcessingOutputConfig").putArray("Outputs").addObject().put("OutputName", "out").putObject("S3Output").put("S3Uri", "s3://no bucket/x").put("LocalPath", "/opt/ml/processing/out");
        assertThatThrownBy(() -> bench.run("job:processing", request)).hasMessageContaining("ClientError: 'no bucket' is not a bucket name");
    }

    @Test
    void aFileSystemIsRefusedByName() {
        ObjectNode request = JobBench.json("""
                {"TrainingJobName": "train-1", "AlgorithmSpecification": {"TrainingImage": "111.dkr.ecr/scripts:1", "TrainingInputMode": "File"}, "OutputDataConfig": {"S3OutputPath": "s3://data/out"},
                 "InputDataConfig": [{"ChannelName": "train", "DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-0123456789abcdef0", "FileSystemType": "EFS", "DirectoryPath": "/train",
                   "FileSystemAccessMode": "ro"}}}]}""");
        assertThatThrownBy(() -> bench.run("job:training", request)).hasMessageContaining("ClientError: channel 'train' is read from a file system, which is not done here");
    }

    @Test
    void aFailureSaysHowTheLogEnds() {
        assertThatThrownBy(() -> bench.run("job:processing", processing("echo before; echo no such thing >&2; exit 3"))).hasMessageContaining("exit code: 3; the log is ")
                .hasMessageEndingWith(" and ends with: no such thing");
    }

    private static ObjectNode transform() {
        return JobBench.json("""
                {"TransformJobName": "transform-1", "ModelName": "m", "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/in"}}},
                 "TransformOutput": {"S3OutputPath": "s3://data/out"}}""");
    }

    private static ObjectNode processing(String script) {
        ObjectNode request = JobBench.json("""
                {"ProcessingJobName": "process-1", "AppSpecification": {"ImageUri": "111.dkr.ecr/scripts:1"}, "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1}},
                 "ProcessingOutputConfig": {"Outputs": []}}""");
        ((ObjectNode) request.path("AppSpecification")).putArray("ContainerEntrypoint").add("sh").add("-c").add(script);
        return request;
    }
}
