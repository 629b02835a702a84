package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Python packages that a command of the image map, or a user's script, names in a requirements file; the packages come from files. */
@Timeout(300)
class PythonPackagesTest {

    @TempDir
    Path folder;

    private final Map<String, String> code = new TreeMap<>(Map.of("train.py", "import greeting; print(greeting.WORD)"));
    private JobBench bench;

    @BeforeEach
    void scripts() throws IOException {
        bench = new JobBench(folder);
        bench.settings = JobBench.json("{\"images\": {\"*scripts*\": {\"command\": [\"python3\"], \"folder\": \"" + folder + "\"}}}");
        wheel("greeting", "WORD = 'hello'");
        wheel("weather", "WORD = 'rain'");
    }

    @Test
    void jobsThatStartTogetherFindThePackagesInstalledOnce() throws Exception {
        code("requirements.txt", requirement("greeting"));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> jobs = IntStream.range(0, 3).mapToObj(i -> pool.submit(() -> bench.run("job:training", training("train-" + i)))).toList();
            for (Future<JsonNode> job : jobs) {
                assertThat(job.get().path("TrainingJobStatus").asText()).isEqualTo("Completed");
            }
        }
        assertThat(Stream.of("train-0", "train-1", "train-2").map(this::log)).allMatch(log -> log.contains("hello"))
                .filteredOn(log -> log.contains("installing the packages of requirements.txt")).hasSize(1);
        try (Stream<Path> made = Files.list(folder.resolve("environments"))) {
            assertThat(made.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void theImagesPackagesAreThereBesideTheScripts() throws Exception {
        Files.writeString(folder.resolve("image.txt"), requirement("weather"));
        ((ObjectNode) bench.settings.at("/images/*scripts*")).put("requirements", "image.txt");
        code("requirements.txt", requirement("greeting"));
        code("train.py", "import greeting, weather; print(greeting.WORD, weather.WORD)");
        bench.run("job:training", training("train-1"));
        assertThat(log("train-1")).contains("hello rain");
    }

    @Test
    void aPackageThatCannotBeHadIsTheUsersMistake() throws Exception {
        code("requirements.txt", folder.resolve("absent-1.0-py3-none-any.whl").toUri() + "\n");
        assertThatThrownBy(() -> bench.run("job:training", training("train-1"))).hasMessageContaining("ClientError: the packages that the scripts' requirements.txt names")
                .hasMessageContaining("absent-1.0");
    }

    private void code(String name, String text) {
        code.put(name, text);
    }

    private ObjectNode training(String name) throws IOException {
        Path scripts = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, String> file : code.entrySet()) {
            Files.writeString(scripts.resolve(file.getKey()), file.getValue());
        }
        Path archive = folder.resolve(name + ".tar.gz");
        Archives.pack(scripts, archive);
        bench.put("s3://data/" + name + ".tar.gz", Files.readAllBytes(archive));
        return JobBench.json("""
                {"TrainingJobName": "NAME", "AlgorithmSpecification": {"TrainingImage": "111.dkr.ecr/scripts:1", "TrainingInputMode": "File"},
                 "HyperParameters": {"sagemaker_program": "train.py", "sagemaker_submit_directory": "s3://data/NAME.tar.gz"},
                 "OutputDataConfig": {"S3OutputPath": "s3://data/models"}, "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
                 "StoppingCondition": {"MaxRuntimeInSeconds": 60}}""".replace("NAME", name));
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve("jobs/logs/training/" + name + "/algo-1.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String requirement(String name) {
        return folder.resolve(name + "-1.0-py3-none-any.whl").toUri() + "\n";
    }

    /** A package of one module, in the form that pip installs without building. */
    private void wheel(String name, String module) throws IOException {
        String facts = name + "-1.0.dist-info/";
        Map<String, String> files = Map.of(name + ".py", module, facts + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.0\n",
                facts + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                facts + "RECORD", name + ".py,,\n" + facts + "METADATA,,\n" + facts + "WHEEL,,\n" + facts + "RECORD,,\n");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name + "-1.0-py3-none-any.whl")))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
