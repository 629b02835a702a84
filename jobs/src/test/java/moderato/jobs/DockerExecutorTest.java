package moderato.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Images in containers, run by a program that takes Docker's command line. */
@Timeout(60)
class DockerExecutorTest {

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void open() throws IOException {
        Path docker = folder.resolve("docker");
        try (InputStream script = Objects.requireNonNull(DockerExecutorTest.class.getResourceAsStream("docker.sh"))) {
            Files.write(docker, script.readAllBytes());
        }
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(folder.resolve("images"));
        bench = new JobBench(folder);
        bench.docker = new Docker(docker.toString());
        image("scripts", "cat /opt/ml/processing/input/x/a > /opt/ml/processing/output/b; echo \"$GREETING $*\" >> /opt/ml/processing/output/b; hostname");
        bench.put("s3://data/in/a", "one\n");
    }

    @Test
    void aContainerSeesTheFoldersTheVariablesAndTheArguments() throws Exception {
        ObjectNode request = request();
        request.withObject("/AppSpecification").putArray("ContainerArguments").add("--fast").add("two words");
        request.putObject("NetworkConfig").put("EnableNetworkIsolation", true);
        bench.run("job:processing", request);
        assertThat(bench.text("s3://data/out/b")).isEqualTo("one\nhello --fast two words\n");
        assertThat(calls()).contains("run --rm --name moderato-processing-process-1-algo-1 --volume ").contains(":/opt/ml --network none --env GREETING=hello scripts --fast two words\n");
        assertThat(calls()).contains("rm --force moderato-processing-process-1-algo-1");
    }

    @Test
    void theRequestsEntrypointIsInThePlaceOfTheImages() throws Exception {
        ObjectNode request = request();
        request.withObject("/AppSpecification").putArray("ContainerEntrypoint").add("sh").add("-c").add("echo other > /opt/ml/processing/output/b");
        bench.run("job:processing", request);
        assertThat(bench.text("s3://data/out/b")).isEqualTo("other\n");
        assertThat(calls()).contains("--entrypoint sh scripts -c echo other");
    }

    @Test
    void severalHostsShareANetwork() throws Exception {
        ObjectNode request = request();
        request.withObject("/ProcessingResources/ClusterConfig").put("InstanceCount", 2);
        bench.run("job:processing", request);
        assertThat(calls()).contains("network create moderato-processing-process-1\n").contains("--network moderato-processing-process-1 --network-alias algo-2 --hostname algo-2")
                .contains("network rm moderato-processing-process-1\n");
    }

    @Test
    void aStoppedJobsContainerIsStopped() throws Exception {
        Path running = folder.resolve("running");
        image("scripts", "trap 'touch " + folder.resolve("heard") + "; exit 3' TERM; touch " + running + "; while true; do sleep 0.1; done");
        AtomicBoolean cancelled = new AtomicBoolean();
        bench.cancelled = cancelled::get;
        CountDownLatch over = new CountDownLatch(1);
        Thread job = Thread.ofPlatform().start(() -> {
            assertThatThrownBy(() -> bench.run("job:processing", request())).isInstanceOf(InterruptedException.class);
            over.countDown();
        });
        while (!Files.exists(running)) {
            Thread.onSpinWait();
        }
        cancelled.set(true);
        over.await();
        job.join();
        assertThat(folder.resolve("heard")).exists();
        assertThat(calls()).contains("stop --time ");
    }

    @Test
    void aContainerThatOutlivedItsEngineIsEndedBeforeTheNextAttempt() throws Exception {
        Path attempt = Files.createDirectories(folder.resolve("jobs/attempts/processing-process-1"));
        Files.writeString(attempt.resolve("algo-1.container"), bench.docker.program() + "\nleft-over\n");
        bench.run("job:processing", request());
        assertThat(calls()).containsSubsequence("rm --force left-over", "run --rm");
    }

    @Test
    void aModelIsServedAtThePortOfTheContract() throws Exception {
        image("model", "exec python3 -c \"import http.server, os\nclass M(http.server.BaseHTTPRequestHandler):\n  def do_GET(self): self.send_response(200 if self.path == '/ping' else 404); self.end_headers()\n"
                + "  def do_POST(self): b = self.rfile.read(int(self.headers['Content-Length'])).upper(); self.send_response(200); self.send_header('Content-Length', str(len(b))); self.end_headers(); self.wfile.write(b)\n"
                + "http.server.HTTPServer(('127.0.0.1', int(os.environ['PUBLISHED'])), M).serve_forever()\"");
        bench.run("model:create", JobBench.json("{\"ModelName\": \"m\", \"PrimaryContainer\": {\"Image\": \"model\"}}"));
        bench.run("job:transform", JobBench.json("""
                {"TransformJobName": "transform-1", "ModelName": "m", "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/in"}}},
                 "TransformOutput": {"S3OutputPath": "s3://data/out"}}"""));
        assertThat(bench.text("s3://data/out/a.out")).isEqualTo("ONE\n");
        assertThat(calls()).containsPattern("--publish 127\\.0\\.0\\.1:\\d+:8080 ").contains(" model serve\n");
    }

    @Test
    void withoutDockerItIsSaidWhatIsNeeded() {
        bench.docker = new Docker(folder.resolve("none").toString());
        assertThatThrownBy(() -> bench.run("job:processing", request())).hasMessageContaining("NeedsDocker").hasMessageContaining("there is no program").hasMessageContaining("--images FILE");
    }

    private void image(String name, String script) throws IOException {
        Files.writeString(folder.resolve("images").resolve(name), script + "\n");
    }

    private String calls() throws IOException {
        return Files.readString(folder.resolve("calls"));
    }

    private static ObjectNode request() {
        return JobBench.json("""
                {"ProcessingJobName": "process-1", "AppSpecification": {"ImageUri": "scripts"}, "Environment": {"GREETING": "hello"},
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1}},
                 "ProcessingInputs": [{"InputName": "x", "S3Input": {"S3Uri": "s3://data/in", "LocalPath": "/opt/ml/processing/input/x", "S3DataType": "S3Prefix", "S3InputMode": "File"}}],
                 "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output": {"S3Uri": "s3://data/out", "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}}]}}""");
    }
}
