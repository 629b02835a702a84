package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TuningJobsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentLinkedQueue<Map<String, String>> trained = new ConcurrentLinkedQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void theBestOfItsTrainingJobsIsSaid() throws Exception {
        JsonNode answer = tune(request("""
                {"Strategy": "Bayesian", "RandomSeed": 3, "ResourceLimits": {"MaxNumberOfTrainingJobs": 12, "MaxParallelTrainingJobs": 3},
                 "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "accuracy"},
                 "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "rate", "MinValue": "0", "MaxValue": "1"}]}}"""));

        assertThat(answer.path("HyperParameterTuningJobStatus").asText()).isEqualTo("Completed");
        assertThat(answer.path("TrainingJobStatusCounters").toString()).isEqualTo("{\"Completed\":12,\"InProgress\":0,\"RetryableError\":0,\"NonRetryableError\":0,\"Stopped\":0}");
        assertThat(answer.path("ObjectiveStatusCounters").path("Succeeded").asInt()).isEqualTo(12);
        List<Double> values = answer.path("TrainingJobSummaries").findValues("Value").stream().map(JsonNode::asDouble).toList();
        assertThat(values).hasSize(12).isSortedAccordingTo(Comparator.reverseOrder());
        JsonNode best = answer.path("BestTrainingJob");
        assertThat(best).isEqualTo(answer.path("TrainingJobSummaries").get(0));
        assertThat(best.path("TrainingJobName").asText()).matches("tune-1-0\\d\\d-[0-9a-f]{8}");
        assertThat(best.path("TrainingJobArn").asText()).isEqualTo("arn:aws:sagemaker:us-east-1:000000000000:training-job/" + best.path("TrainingJobName").asText());
        assertThat(trained).hasSize(12).allSatisfy(values1 -> assertThat(values1).containsEntry("_tuning_objective_metric", "accuracy").containsEntry("fixed", "yes"));
        assertThat(mostAtOnce.get()).isLessThanOrEqualTo(3);
        assertThat(store().find(ObjectAddress.parse("s3://data/models/" + best.path("TrainingJobName").asText() + "/output/model.tar.gz"))).isPresent();
    }

    @Test
    void aGridTriesEveryCombination() throws Exception {
        JsonNode answer = tune(request("""
                {"Strategy": "Grid", "ResourceLimits": {"MaxParallelTrainingJobs": 2}, "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "accuracy"},
                 "ParameterRanges": {"CategoricalParameterRanges": [{"Name": "rate", "Values": ["0.1", "0.2", "0.9"]}, {"Name": "kind", "Values": ["a", "b"]}]}}"""));
        assertThat(trained.stream().map(values -> values.get("rate") + values.get("kind"))).containsExactlyInAnyOrder("0.1a", "0.1b", "0.2a", "0.2b", "0.9a", "0.9b");
        assertThat(answer.at("/BestTrainingJob/TunedHyperParameters/rate").asText()).isEqualTo("0.9");
    }

    @Test
    void aSearchEndsWhenItIsGoodEnough() throws Exception {
        JsonNode answer = tune(request("""
                {"Strategy": "Grid", "ResourceLimits": {"MaxParallelTrainingJobs": 1}, "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "accuracy"},
                 "TuningJobCompletionCriteria": {"TargetObjectiveMetricValue": 0.9},
                 "ParameterRanges": {"CategoricalParameterRanges": [{"Name": "rate", "Values": ["0.1", "0.3", "0.9", "1.0"]}]}}"""));
        assertThat(trained).hasSize(2);
        assertThat(answer.at("/BestTrainingJob/FinalHyperParameterTuningJobObjectiveMetric/Value").asDouble()).isEqualTo(1.0);
    }

    @Test
    void badTrainingJobsAreStoppedEarly() throws Exception {
        JsonNode answer = tune(request("""
                {"Strategy": "Grid", "TrainingJobEarlyStoppingType": "Auto", "ResourceLimits": {"MaxParallelTrainingJobs": 1},
                 "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "accuracy"},
                 "ParameterRanges": {"CategoricalParameterRanges": [{"Name": "rate", "Values": ["0.3", "0.31", "0.32", "patient"]}]}}"""));
        assertThat(answer.at("/TrainingJobStatusCounters/Stopped").asInt()).isEqualTo(1);
        assertThat(answer.at("/TrainingJobSummaries/3/TunedHyperParameters/rate").asText()).isEqualTo("patient");
    }

    @Test
    void aFailedTrainingJobDoesNotEndTheSearch() throws Exception {
        JsonNode answer = tune(request(choices("\"0.5\", \"broken\"")));
        assertThat(answer.at("/TrainingJobStatusCounters/NonRetryableError").asInt()).isEqualTo(1);
        assertThat(answer.at("/TrainingJobSummaries/1/FailureReason").asText()).contains("no such rate");
        assertThatThrownBy(() -> tune(request(choices("\"broken\"")))).isInstanceOfSatisfying(TaskFailedException.class,
                e -> assertThat(e.explanation()).contains("No training job of the tuning job succeeded").contains("no such rate"));
    }

    @Test
    void whatEndedBeforeACrashIsNotTrainedAgain() throws Exception {
        ObjectNode request = request(choices("\"0.1\", \"0.2\", \"hang\", \"0.3\""));
        AtomicBoolean cancelled = new AtomicBoolean();
        Thread first = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> tune(request, cancelled)).isInstanceOf(InterruptedException.class));
        while (trained.stream().noneMatch(values -> "hang".equals(values.get("rate")))) {
            Thread.onSpinWait();
        }
        first.interrupt();
        first.join();
        assertThat(trained).hasSize(3);
        trained.clear();
        Files.createFile(folder.resolve("no-hang"));

        JsonNode answer = tune(request, cancelled);
        assertThat(trained.stream().map(values -> values.get("rate"))).containsExactlyInAnyOrder("hang", "0.3");
        assertThat(answer.at("/TrainingJobStatusCounters/Completed").asInt()).isEqualTo(4);
    }

    @Test
    void stoppingItStopsItsTrainingJobs() throws Exception {
        ObjectNode request = request(choices("\"hang\", \"0.3\""));
        AtomicBoolean cancelled = new AtomicBoolean();
        Thread.ofVirtual().start(() -> {
            while (trained.isEmpty()) {
                Thread.onSpinWait();
            }
            cancelled.set(true);
        });
        assertThatThrownBy(() -> tune(request, cancelled)).isInstanceOf(InterruptedException.class);
        ObjectNode description = new JobDescriptions(folder.resolve("jobs/descriptions")).find("tuning", "tune-1").orElseThrow();
        assertThat(description.path("HyperParameterTuningJobStatus").asText()).isEqualTo("Stopped");
        assertThat(trained).hasSize(1);
    }

    @Test
    void definitionsTakeTurns() throws Exception {
        ObjectNode request = request("{\"Strategy\": \"Random\", \"ResourceLimits\": {\"MaxNumberOfTrainingJobs\": 4, \"MaxParallelTrainingJobs\": 1}}");
        ObjectNode one = (ObjectNode) request.remove("TrainingJobDefinition");
        one.putObject("TuningObjective").put("Type", "Maximize").put("MetricName", "accuracy");
        one.putObject("HyperParameterRanges").putArray("IntegerParameterRanges").addObject().put("Name", "rate").put("MinValue", "0").put("MaxValue", "1");
        ObjectNode other = one.deepCopy();
        request.putArray("TrainingJobDefinitions").add(one.put("DefinitionName", "one")).add(other.put("DefinitionName", "other"));
        JsonNode answer = tune(request);
        assertThat(answer.path("TrainingJobSummaries").findValuesAsText("TrainingJobDefinitionName")).containsExactlyInAnyOrder("one", "one", "other", "other");
    }

    @Test
    void hyperbandStopsWhatIsNotAmongTheBestThird() throws Exception {
        JsonNode answer = tune(request(hyperband(9)));
        assertThat(answer.at("/TrainingJobStatusCounters/Completed").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(answer.at("/TrainingJobStatusCounters/Stopped").asInt()).isPositive();
        assertThat(answer.at("/BestTrainingJob/TrainingJobStatus").asText()).isEqualTo("Completed");
        assertThatThrownBy(() -> tune(request(hyperband(9).replace("\"StrategyConfig\"", "\"TrainingJobEarlyStoppingType\": \"Auto\", \"StrategyConfig\"")))).hasMessageContaining("has to be Off");
        assertThatThrownBy(() -> tune(request(hyperband(0)))).hasMessageContaining("MaxResource");
    }

    private static String hyperband(int most) {
        return "{\"Strategy\": \"Hyperband\", \"RandomSeed\": 5, \"StrategyConfig\": {\"HyperbandStrategyConfig\": {\"MinResource\": 1, \"MaxResource\": " + most + "}},"
                + " \"ResourceLimits\": {\"MaxNumberOfTrainingJobs\": 9}, \"HyperParameterTuningJobObjective\": {\"Type\": \"Maximize\", \"MetricName\": \"accuracy\"},"
                + " \"ParameterRanges\": {\"CategoricalParameterRanges\": [{\"Name\": \"rate\", \"Values\": [\"0.3\", \"0.5\", \"patient\"]}]}}";
    }

    @Test
    void aSearchOnTheSameDataGoesOnFromItsParent() throws Exception {
        tune(request(choices("\"0.3\", \"0.9\"")));
        trained.clear();
        ObjectNode child = request("""
                {"Strategy": "Random", "ResourceLimits": {"MaxNumberOfTrainingJobs": 1}, "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "accuracy"},
                 "ParameterRanges": {"CategoricalParameterRanges": [{"Name": "rate", "Values": ["0.3", "0.9", "0.4"]}]}}""");
        child.put("HyperParameterTuningJobName", "tune-2").set("WarmStartConfig", warm("tune-1", "IdenticalDataAndAlgorithm"));
        JsonNode answer = tune(child);
        assertThat(trained).as("what the parent has not tried").singleElement().satisfies(values -> assertThat(values).containsEntry("rate", "0.4"));
        assertThat(answer.at("/OverallBestTrainingJob/TunedHyperParameters/rate").asText()).isEqualTo("0.3");
        assertThat(answer.at("/BestTrainingJob/TunedHyperParameters/rate").asText()).isEqualTo("0.4");

        ((ObjectNode) child.at("/TrainingJobDefinition/AlgorithmSpecification")).put("TrainingImage", "learn-2");
        assertThatThrownBy(() -> tune(child)).hasMessageContaining("'tune-1' has another training image").hasMessageContaining("TransferLearning");
    }

    @Test
    void aSearchOnOtherDataBeginsWithTheBestOfItsParents() throws Exception {
        tune(request(choices("\"0.9\", \"0.3\", \"0.1\"")));
        trained.clear();
        ObjectNode child = request("""
                {"Strategy": "Bayesian", "ResourceLimits": {"MaxNumberOfTrainingJobs": 2}, "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "accuracy"},
                 "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "rate", "MinValue": "0.05", "MaxValue": "0.5"}]}}""");
        child.put("HyperParameterTuningJobName", "tune-2").set("WarmStartConfig", warm("tune-1", "TransferLearning"));
        JsonNode answer = tune(child);
        assertThat(trained.stream().map(values -> values.get("rate"))).as("0.9 is not on the range").containsExactly("0.3", "0.1");
        assertThat(answer.has("OverallBestTrainingJob")).isFalse();
        assertThatThrownBy(() -> tune((ObjectNode) child.set("WarmStartConfig", warm("nobody", "TransferLearning")))).hasMessageContaining("there is no tuning job 'nobody'");
    }

    private static JsonNode warm(String parent, String type) throws IOException {
        return JSON.readTree("{\"ParentHyperParameterTuningJobs\": [{\"HyperParameterTuningJobName\": \"" + parent + "\"}], \"WarmStartType\": \"" + type + "\"}");
    }

    @Test
    void aSearchEndsWhenItHasConverged() throws Exception {
        JsonNode answer = tune(request("""
                {"Strategy": "Random", "RandomSeed": 1, "ResourceLimits": {"MaxNumberOfTrainingJobs": 200}, "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "accuracy"},
                 "TuningJobCompletionCriteria": {"ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}},
                 "ParameterRanges": {"IntegerParameterRanges": [{"Name": "rate", "MinValue": "0", "MaxValue": "1"}]}}"""));
        assertThat(trained).hasSize(20);
        assertThat(answer.at("/TuningJobCompletionDetails/ConvergenceDetectedTime").isNumber()).isTrue();
    }

    @Test
    void whatIsNotDoneHereIsRefused() throws Exception {
        assertThatThrownBy(() -> tune(request("{\"Strategy\": \"Guess\", \"ResourceLimits\": {\"MaxNumberOfTrainingJobs\": 4}, \"HyperParameterTuningJobObjective\": {\"MetricName\": \"a\"}}")))
                .hasMessageContaining("Guess is not done here");
        assertThatThrownBy(() -> tune(request("{\"Strategy\": \"Random\", \"ResourceLimits\": {\"MaxNumberOfTrainingJobs\": 4}}"))).hasMessageContaining("HyperParameterTuningJobObjective");
        assertThatThrownBy(() -> tune(request("{\"Strategy\": \"Random\", \"ResourceLimits\": {}, \"HyperParameterTuningJobObjective\": {\"MetricName\": \"a\"}}"))).hasMessageContaining("MaxNumberOfTrainingJobs");
    }

    private static String choices(String values) {
        return "{\"Strategy\": \"Grid\", \"ResourceLimits\": {\"MaxParallelTrainingJobs\": 1}, \"HyperParameterTuningJobObjective\": {\"Type\": \"Maximize\", \"MetricName\": \"accuracy\"},"
                + " \"ParameterRanges\": {\"CategoricalParameterRanges\": [{\"Name\": \"rate\", \"Values\": [" + values + "]}]}}";
    }

    private static ObjectNode request(String config) throws IOException {
        ObjectNode request = (ObjectNode) JSON.readTree("""
                {"HyperParameterTuningJobName": "tune-1", "TrainingJobDefinition": {"RoleArn": "role", "StaticHyperParameters": {"fixed": "yes"},
                  "AlgorithmSpecification": {"TrainingImage": "learn", "TrainingInputMode": "File", "MetricDefinitions": [{"Name": "accuracy", "Regex": "accuracy=([0-9.]+)"}]},
                  "OutputDataConfig": {"S3OutputPath": "s3://data/models"}, "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 1},
                  "StoppingCondition": {"MaxRuntimeInSeconds": 60}}}""");
        request.set("HyperParameterTuningJobConfig", JSON.readTree(config));
        return request;
    }

    private JsonNode tune(ObjectNode request) throws Exception {
        return tune(request, new AtomicBoolean());
    }

    private JsonNode tune(ObjectNode request, AtomicBoolean cancelled) throws Exception {
        JobImages images = new JobImages(Map.of("learn", this::learn), Map.of(), folder.resolve("environments"), Duration.ofMillis(300));
        JobHandlers jobs = new JobHandlers(new JobServices(folder.resolve("jobs"), store(), images, Clock.systemUTC()));
        return jobs.find("job:tuning").orElseThrow().handle(JSON.createObjectNode().put("Arn", "arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/tune-1")
                .set("Request", request), TestTask.of("job:tuning").cancelledWhen(cancelled::get));
    }

    /* Its accuracy grows with every epoch to one that is best at a rate of 0.3. */
    private int learn(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        trained.add(configuration.hyperparameters());
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            String rate = configuration.hyperparameters().getOrDefault("rate", "");
            if (rate.equals("broken")) {
                throw new IOException("no such rate");
            }
            if (rate.equals("hang") && !Files.exists(folder.resolve("no-hang"))) {
                new CountDownLatch(1).await();
            }
            boolean patient = rate.equals("patient");
            double height = rate.matches("[0-9.]+") ? 1 - Math.abs(Double.parseDouble(rate) - 0.3) : 0.1;
            for (int epoch = 1; epoch <= (patient ? 10_000 : 4); epoch++) {
                configuration.log().println("epoch " + epoch + " accuracy=" + height * Math.min(4, epoch) / 4);
                if (patient) {
                    new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
                }
            }
            Files.writeString(folders.model().resolve("rate"), rate);
            return 0;
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private FolderStore store() {
        return new FolderStore(folder.resolve("objects"));
    }
}
