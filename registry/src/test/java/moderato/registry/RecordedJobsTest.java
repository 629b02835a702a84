package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.RunIdentity;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordedJobsTest {

    private static final String MODEL_DATA = "s3://data/models/train-1/output/model.tar.gz";
    private static final String PIPELINE = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/churn";
    private static final String EXPERIMENT = "'ExperimentConfig': {'ExperimentName': 'churn', 'TrialName': 'one'}";

    @TempDir
    Path folder;
    private Registry registry = new Registry(Path.of("unused"), Instant::now);
    private final Map<String, JsonNode> known = new HashMap<>();
    private long millis = 1_000_000;

    @BeforeEach
    void open() {
        registry = new Registry(folder.resolve("registry.db"), () -> Instant.ofEpochMilli(millis++));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aTrainingJobIsATrialComponentWithItsMetricsAndTheirSeries() throws Exception {
        train("one", "1.5");
        train("one", "1.5");
        Experiments experiments = registry.experiments();
        assertThat(experiments.list()).singleElement().satisfies(each -> assertThat(each.path("Trials").asInt()).isEqualTo(1));
        List<Experiments.Trial> trials = experiments.trials("churn");
        assertThat(trials).singleElement().extracting(Experiments.Trial::name).isEqualTo("one");
        ObjectNode component = trials.getFirst().components().getFirst();
        assertThat(trials.getFirst().components()).hasSize(1);
        assertThat(component.path("TrialComponentName").asText()).isEqualTo("train-1-aws-training-job");
        assertThat(component.path("DisplayName").asText()).isEqualTo("Train");
        assertThat(component.at("/Parameters/rate/NumberValue").asDouble()).isEqualTo(1.5);
        assertThat(component.at("/Parameters/SageMaker.InstanceType/StringValue").asText()).isEqualTo("ml.m5.large");
        assertThat(component.at("/InputArtifacts/train/Value").asText()).isEqualTo("s3://data/prepared/train.csv");
        assertThat(component.at("/OutputArtifacts/SageMaker.ModelArtifact/Value").asText()).isEqualTo(MODEL_DATA);
        assertThat(component.at("/Metrics/0/Min").asDouble()).isEqualTo(0.25);
        assertThat(component.at("/Metrics/0/Count").asInt()).isEqualTo(3);
        assertThat(experiments.series("train-1-aws-training-job")).isEqualTo(Map.of("loss", List.of(1.0, 0.5, 0.25)));
    }

    @Test
    void aModelPackageLeadsBackToTheDataAndTheRuns() throws Exception {
        prepare();
        train("one", "1.5");
        JsonNode made = register();
        LineageGraph up = up(made.path("ModelPackageArn").asText());
        assertThat(up.entities().values()).extracting(Entity::source).contains(MODEL_DATA, "s3://data/prepared", "s3://data/raw.csv", "train:1", "prepare:1");
        assertThat(up.entities().values()).filteredOn(each -> each.kind() == Entity.Kind.TrialComponent).extracting(Entity::name)
                .containsExactly("train-1-aws-training-job", "prepare-1-aws-processing-job");
        String job = up.entities().values().stream().filter(each -> each.type().equals("TrainingJob")).findFirst().orElseThrow().arn();
        assertThat(registry.lineage().runs(job)).extracting(Entity::source).containsExactly(PIPELINE + "/execution/one");
        String raw = registry.lineage().find("s3://data/raw.csv").getFirst().arn();
        LineageGraph down = registry.lineage().query(List.of(raw), Lineage.Direction.DOWN, 50);
        assertThat(down.entities().values()).extracting(Entity::type).contains("DataSet", "ProcessingJob", "TrainingJob", "Model", "ModelPackage", "ModelGroup");
    }

    @Test
    void anApprovalIsAnActionBelowThePackage() throws Exception {
        train("one", "1.5");
        String arn = register().path("ModelPackageArn").asText();
        registry.packages().update(ModelPackagesTest.json("{'ModelPackageArn': '" + arn + "', 'ModelApprovalStatus': 'Approved', 'ApprovalDescription': 'good'}"), "x", "ann");
        LineageGraph down = registry.lineage().query(List.of(registry.lineage().find(arn).getFirst().arn()), Lineage.Direction.DOWN, 1);
        assertThat(down.entities().values()).filteredOn(each -> each.type().equals("Approval")).singleElement()
                .satisfies(each -> assertThat(each.body().at("/Properties/By").asText()).isEqualTo("ann"));
    }

    @Test
    void replacedBytesAreAnotherArtifact() throws Exception {
        train("one", "1.5");
        put("s3://data/prepared/train.csv", "other data");
        train("two", "1.5");
        assertThat(registry.lineage().find("s3://data/prepared/train.csv")).hasSize(2);
    }

    @Test
    void aFileIsKnownByItsBytes() throws Exception {
        prepare();
        String sha256 = DigestUtils.sha256Hex("prepared");
        assertThat(registry.lineage().holding(sha256)).singleElement().extracting(Entity::source).isEqualTo("s3://data/prepared");
    }

    @Test
    void aModelAmongTheInputsOfAProcessingJobIsOne() throws Exception {
        done("job:processing", "Evaluate", "{'ProcessingJobName': 'evaluate-1', 'ProcessingInputs': [{'InputName': 'model', 'S3Input': {'S3Uri': 's3://data/weights'}}, {'InputName': 'test', "
                + "'S3Input': {'S3Uri': 's3://data/test.csv'}}]}", "{'ProcessingJobStatus': 'Completed'}", "one");
        assertThat(registry.lineage().find("s3://data/weights")).extracting(Entity::type).containsExactly("Model");
        assertThat(registry.lineage().find("s3://data/test.csv")).extracting(Entity::type).containsExactly("DataSet");
    }

    @Test
    void aJobThatFailedIsRecordedAsSuch() {
        known.put("training train-1", ModelPackagesTest.json("{'TrainingJobName': 'train-1', 'TrainingJobStatus': 'Failed', 'FailureReason': 'AlgorithmError: no such column', " + EXPERIMENT + "}"));
        RecordedJobs jobs = recorded((payload, context) -> {
            throw new TaskFailedException("AlgorithmError", "no such column");
        });
        assertThatThrownBy(() -> jobs.find("job:training").orElseThrow().handle(payload("Train", "{'TrainingJobName': 'train-1'}"), task("one", "job:training", "1")))
                .isInstanceOf(TaskFailedException.class);
        ObjectNode component = registry.experiments().component("train-1-aws-training-job").orElseThrow();
        assertThat(component.at("/Status/PrimaryStatus").asText()).isEqualTo("Failed");
        assertThat(component.at("/Status/Message").asText()).contains("no such column");
    }

    @Test
    void theTrainingJobsOfATuningAreInItsTrial() throws Exception {
        known.put("training tuned-1", ModelPackagesTest.json("{'TrainingJobName': 'tuned-1', 'TrainingJobArn': 'arn-1', 'TrainingJobStatus': 'Completed', 'HyperParameters': {'depth': '3'}}"));
        RecordedJobs jobs = recorded((payload, context) -> ModelPackagesTest.json("{'HyperParameterTuningJobStatus': 'Completed', 'TrainingJobSummaries': [{'TrainingJobName': 'tuned-1'}]}"));
        jobs.find("job:tuning").orElseThrow().handle(payload("Tune", "{'HyperParameterTuningJobName': 'tune-1', " + EXPERIMENT + "}"), task("one", "job:tuning", "1"));
        assertThat(registry.experiments().trials("churn").getFirst().components()).extracting(each -> each.path("TrialComponentName").asText())
                .containsExactlyInAnyOrder("tuned-1-aws-training-job", "tune-1-aws-tuning-job");
    }

    @Test
    void aLineageStepMakesEntitiesAndAssociations() {
        JsonNode request = ModelPackagesTest.json("{'Actions': [{'ActionName': 'deploy', 'Source': {'SourceUri': 'arn:x'}, 'ActionType': 'ModelDeployment'}],"
                + "'Artifacts': [{'ArtifactName': 'model', 'Source': {'SourceUri': 's3://data/m.tar.gz'}, 'ArtifactType': 'Model'}],"
                + "'Contexts': [{'ContextName': 'release', 'Source': {'SourceUri': 'arn:y'}, 'ContextType': 'Release'}],"
                + "'Associations': [{'Source': {'Name': 'model', 'Type': 'Artifact'}, 'Destination': {'Name': 'deploy', 'Type': 'Action'}, 'AssociationType': 'ContributedTo'},"
                + "{'Source': {'Arn': 'arn:aws:sagemaker:us-east-1:000000000000:model/m'}, 'Destination': {'Name': 'release', 'Type': 'Context'}, 'AssociationType': 'AssociatedWith'}]}");
        JsonNode answer = registry.lineage().create(request, PIPELINE + "/execution/one");
        assertThat(registry.lineage().create(request, PIPELINE + "/execution/one")).isEqualTo(answer);
        assertThat(answer.at("/ActionArns/deploy").asText()).endsWith(":action/deploy");
        assertThat(answer.path("Associations")).hasSize(2);
        assertThat(up(answer.at("/ActionArns/deploy").asText()).entities().values()).extracting(Entity::name).containsExactly("deploy", "model");
        assertThat(up(answer.at("/ContextArns/release").asText()).entities().values()).extracting(Entity::type).containsExactly("Release", "Model");
        assertThatThrownBy(() -> registry.lineage().create(ModelPackagesTest.json("{'Associations': [{'Source': {'Name': 'x', 'Type': 'Artifact'}, 'Destination': {'Arn': 'a'}}]}"), "arn:r"))
                .isInstanceOf(RegistryException.class).hasMessageContaining("'x'");
    }

    private LineageGraph up(String reference) {
        return registry.lineage().query(List.of(registry.lineage().find(reference).getFirst().arn()), Lineage.Direction.UP, 50);
    }

    private JsonNode register() throws Exception {
        return new RegistryHandlers(registry).find("registry:register").orElseThrow().handle(payload("Register", "{'ModelPackageGroupName': 'churn', 'InferenceSpecification': {'Containers': [{'Image': "
                + "'serve:1', 'ModelDataUrl': '" + MODEL_DATA + "'}]}}"), task("one", "registry:register", "9"));
    }

    private void prepare() throws Exception {
        put("s3://data/raw.csv", "raw");
        put("s3://data/prepared/train.csv", "prepared");
        done("job:processing", "Prepare", "{'ProcessingJobName': 'prepare-1', 'AppSpecification': {'ImageUri': 'prepare:1'}, 'ProcessingInputs': [{'InputName': 'raw', 'S3Input': {'S3Uri': "
                + "'s3://data/raw.csv'}}], 'ProcessingOutputConfig': {'Outputs': [{'OutputName': 'prepared', 'S3Output': {'S3Uri': 's3://data/prepared'}}]}, " + EXPERIMENT + "}",
                "{'ProcessingJobStatus': 'Completed'}", "one");
    }

    private void train(String execution, String rate) throws Exception {
        put(MODEL_DATA, "model");
        known.put("metrics train-1", ModelPackagesTest.json("{'loss': [1.0, 0.5, 0.25]}"));
        done("job:training", "Train", "{'TrainingJobName': 'train-1', 'AlgorithmSpecification': {'TrainingImage': 'train:1'}, 'HyperParameters': {'rate': '" + rate + "'}, 'ResourceConfig': "
                + "{'InstanceType': 'ml.m5.large', 'InstanceCount': 1}, 'InputDataConfig': [{'ChannelName': 'train', 'DataSource': {'S3DataSource': {'S3Uri': 's3://data/prepared/train.csv'}}}], "
                + EXPERIMENT + "}", "{'TrainingJobStatus': 'Completed', 'ModelArtifacts': {'S3ModelArtifacts': '" + MODEL_DATA
                        + "'}, 'FinalMetricDataList': [{'MetricName': 'loss', 'Value': 0.25, 'Timestamp': 5}]}", execution);
    }

    private void done(String resource, String step, String request, String answer, String execution) throws Exception {
        recorded((payload, context) -> ModelPackagesTest.json(answer)).find(resource).orElseThrow().handle(payload(step, request), task(execution, resource, "1"));
    }

    private RecordedJobs recorded(moderato.kernel.TaskHandler handler) {
        JobRecorder.Descriptions descriptions = (kind, name) -> known.getOrDefault(kind + " " + name, Json.object());
        return new RecordedJobs(resource -> Optional.of(handler), new JobRecorder(registry, store(), descriptions), descriptions);
    }

    private static JsonNode payload(String step, String request) {
        JsonNode json = ModelPackagesTest.json(request);
        String name = json.properties().iterator().next().getValue().asText();
        return Json.object().put("StepName", step).put("Arn", "arn:aws:sagemaker:us-east-1:000000000000:job/" + name).set("Request", json);
    }

    private FolderStore store() {
        return new FolderStore(folder.resolve("objects"));
    }

    private void put(String address, String text) throws IOException {
        ObjectAddress key = ObjectAddress.parse(address);
        var there = store().find(key);
        if (there.isEmpty() || !Files.readString(there.get().file()).equals(text)) {
            store().put(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static TestTask task(String execution, String resource, String path) {
        return TestTask.of(resource).in(new RunIdentity(PIPELINE + "/execution/" + execution, execution, "churn", PIPELINE, "role"), path);
    }
}
