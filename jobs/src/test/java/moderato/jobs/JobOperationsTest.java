package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the API's describe calls tell. */
class JobOperationsTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aPoolIsAvailableForAsLongAsItIsKept() throws Exception {
        ObjectNode request = JobBench.json("""
                {"TrainingJobName": "train-1", "AlgorithmSpecification": {"TrainingImage": "learn", "TrainingInputMode": "File"}, "OutputDataConfig": {"S3OutputPath": "s3://data/models"},
                 "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 1, "KeepAlivePeriodInSeconds": 600}}""");
        train(request);
        assertThat(pool(NOON.plusSeconds(60)).toString()).isEqualTo("{\"Status\":\"Available\",\"ResourceRetainedBillableTimeInSeconds\":60}");
        assertThat(pool(NOON.plusSeconds(3600)).toString()).isEqualTo("{\"Status\":\"Terminated\",\"ResourceRetainedBillableTimeInSeconds\":600}");

        request.put("EnableManagedSpotTraining", true);
        assertThatThrownBy(() -> train(request)).hasMessageContaining("KeepAlivePeriodInSeconds does not go with");
        assertThat(pool(NOON).path("Status").asText()).isEqualTo("Terminated");
    }

    private void train(ObjectNode request) throws Exception {
        new JobHandlers(services(NOON)).find("job:training").orElseThrow().handle(JobBench.JSON.createObjectNode().put("Arn", "arn").set("Request", request),
                TestTask.of("job:training"));
    }

    private JsonNode pool(Instant now) throws Exception {
        return new JobOperations(services(now)).call("describeTrainingJob", JobBench.json("{\"TrainingJobName\": \"train-1\"}"), "").path("WarmPoolStatus");
    }

    private JobServices services(Instant now) {
        JobImages images = new JobImages(Map.of("learn", (folders, configuration) -> {
            Files.writeString(folders.model().resolve("weights"), "1");
            return 0;
        }), Map.of(), folder.resolve("environments"), Duration.ofSeconds(1));
        return new JobServices(folder.resolve("jobs"), new FolderStore(folder.resolve("objects")), images, Clock.fixed(now, ZoneOffset.UTC));
    }
}
