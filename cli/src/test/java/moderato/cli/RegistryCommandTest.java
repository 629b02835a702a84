package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code moderato registry}, {@code experiments} and {@code lineage}, after pipelines that trained and registered models. */
@Timeout(120)
class RegistryCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREPARE = "cp /opt/ml/processing/input/raw.csv /opt/ml/processing/output/train.csv";
    private static final String TRAIN = "cp /opt/ml/input/data/train/train.csv /opt/ml/model/model; for loss in 0.9 0.5 0.25; do echo loss=$loss; done";
    private static final String PIPELINE = """
            {"Version": "2020-12-01", "Parameters": [{"Name": "Rate", "Type": "String", "DefaultValue": "0.5"}],
             "PipelineExperimentConfig": {"ExperimentName": {"Get": "Execution.PipelineName"}, "TrialName": {"Get": "Execution.PipelineExecutionId"}},
             "Steps": [
              {"Name": "Prepare", "Type": "Processing", "Arguments": {"RoleArn": "arn:aws:iam::000000000000:role/r", "AppSpecification": {"ImageUri": "tools:1", "ContainerEntrypoint": ["sh", "-c", "%s"]},
               "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}},
               "ProcessingInputs": [{"InputName": "raw", "S3Input": {"S3Uri": "s3://data/raw.csv", "LocalPath": "/opt/ml/processing/input", "S3DataType": "S3Prefix", "S3InputMode": "File"}}],
               "ProcessingOutputConfig": {"Outputs": [{"OutputName": "train", "S3Output": {"S3Uri": "s3://data/prepared", "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}}]}}},
              {"Name": "Train", "Type": "Training", "DependsOn": ["Prepare"], "Arguments": {"RoleArn": "arn:aws:iam::000000000000:role/r",
               "AlgorithmSpecification": {"TrainingImage": "tools:1", "TrainingInputMode": "File", "ContainerEntrypoint": ["sh", "-c", "%s"],
                "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]},
               "HyperParameters": {"rate": {"Get": "Parameters.Rate"}}, "OutputDataConfig": {"S3OutputPath": "s3://data/models"}, "StoppingCondition": {"MaxRuntimeInSeconds": 60},
               "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
               "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/prepared/train.csv"}}}]}},
              {"Name": "Register", "Type": "RegisterModel", "Arguments": {"ModelPackageGroupName": "Churn", "ModelPackageDescription": "the first of its kind",
               "InferenceSpecification": {"Containers": [{"Image": "tools:1", "ModelDataUrl": {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}}],
                "SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}, "ModelApprovalStatus": "PendingManualApproval",
               "ModelMetrics": {"ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": "s3://data/quality.json"}}}}},
              {"Name": "Note", "Type": "Lineage", "Arguments": {
               "Actions": [{"ActionName": "hand-over", "ActionType": "Release", "Source": {"SourceUri": {"Get": "Execution.PipelineExecutionArn"}}}],
               "Associations": [{"Source": {"Arn": {"Get": "Steps.Register.ModelPackageArn"}}, "Destination": {"Name": "hand-over", "Type": "Action"}, "AssociationType": "ContributedTo"}]}}]}"""
            .formatted(PREPARE, TRAIN);

    @TempDir
    private Path folder;
    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() throws IOException {
        program = new Program(folder.resolve("home"));
        assertThat(program.say("objects", "put", file("raw.csv", "1,2\n"), "s3://data/raw.csv").code()).isZero();
        assertThat(program.say("objects", "put", file("quality.json", "{\"auc\": {\"value\": 0.875}}"), "s3://data/quality.json").code()).isZero();
    }

    @Test
    void aRegisteredModelIsShownAndApproved() throws IOException {
        run("first");

        assertThat(program.say("registry", "list").out()).containsSubsequence("PACKAGE", "Churn/1", "PendingManualApproval", "the first of its kind");
        Program.Said approved = program.say("registry", "approve", "churn/1", "--comment", "good on the hold-out", "--by", "ann");
        assertThat(approved.code()).as(approved.err()).isZero();
        assertThat(approved.out()).contains("PendingManualApproval -> Approved");
        assertThat(program.say("registry", "reject", "Churn", "--comment", "withdrawn", "--by", "bob").code()).isZero();
        assertThat(program.say("registry", "show", "churn").out()).containsSubsequence("Churn/1  Rejected", "made by", "execution/first", "model.tar.gz", "auc.value 0.875", "approval",
                "PendingManualApproval", "Approved  by ann: good on the hold-out", "Rejected  by bob: withdrawn");
        JsonNode shown = JSON.readTree(program.say("registry", "show", "churn/1", "--json").out());
        assertThat(shown.path("ModelApprovalStatus").asText()).isEqualTo("Rejected");
        assertThat(shown.path("ApprovalHistory").findValuesAsText("By")).endsWith("ann", "bob");
        assertThat(program.say("registry", "list", "--status", "approved").out()).doesNotContain("Churn/1");
        assertThat(program.say("registry", "show", "churn/9")).satisfies(said -> assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT));
    }

    @Test
    void trialsAreComparedInATableAndOnAPage() throws IOException {
        run("first");
        run("second", "-p", "Rate=1.5");

        assertThat(program.say("experiments", "list").out()).containsSubsequence("pipeline", "2");
        assertThat(program.say("experiments", "compare", "pipeline").out().lines().map(line -> line.replaceAll("\\s+", " "))).element(0).asString().contains("rate loss");
        assertThat(program.say("experiments", "compare", "pipeline", "second").out()).contains("1.5").doesNotContain("first");
        JsonNode json = JSON.readTree(program.say("experiments", "compare", "pipeline", "first", "--json").out());
        assertThat(json.at("/TrialComponents/1/MetricSeries/loss").toString()).isEqualTo("[0.9,0.5,0.25]");
        Path page = folder.resolve("page.html");
        assertThat(program.say("experiments", "compare", "pipeline", "--html", page.toString()).code()).isZero();
        assertThat(Files.readString(page)).contains("Chart.js v4", "loss in the course of each job", "loss over rate", "\"label\":\"second\"").doesNotContain(" src=", "<link");
        assertThat(program.say("experiments", "compare", "nobody").err()).contains("there is no experiment 'nobody'");
    }

    @Test
    void lineageLeadsFromTheModelToTheDataAndBack() throws IOException {
        run("first");

        assertThat(program.say("runs", "show", "first").out()).containsSubsequence("Prepare", "on the critical path", "Train", "on the critical path", "log: ", "Register");
        String up = program.say("lineage", "churn/1", "--up").out();
        assertThat(up).containsSubsequence("ModelPackage", "made from", "model.tar.gz", "TrainingJob", "run first", "s3://data/prepared/train.csv", "ProcessingJob", "s3://data/raw.csv", "runs:",
                "execution/first", "data:", "s3://data/raw.csv", "images:", "tools:1").doesNotContain("became");
        assertThat(program.say("lineage", "s3://data/raw.csv", "--down").out()).containsSubsequence("became", "ProcessingJob", "TrainingJob", "ModelPackage", "Release");
        assertThat(program.say("lineage", file("copy.csv", "1,2\n")).out()).as("known by its bytes").contains("s3://data/prepared", "made from");
        assertThat(program.say("lineage", "first").out()).contains("ProcessingJob", "TrainingJob", "ModelPackage");
        JsonNode json = JSON.readTree(program.say("lineage", "churn/1", "--json").out());
        assertThat(json.path("Edges").findValuesAsText("AssociationType")).contains("Produced", "ContributedTo", "AssociatedWith");
        Program.Said unknown = program.say("lineage", "s3://data/other.csv");
        assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unknown.err()).contains("nothing is known of 's3://data/other.csv'");
    }

    private void run(String name, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("run", file("pipeline.json", PIPELINE), "--name", name, "--quiet", "--images",
                file("images.yaml", "images: {\"tools:1\": {command: [sh]}}")));
        words.addAll(List.of(more));
        Program.Said said = program.say(words.toArray(String[]::new));
        assertThat(said.code()).as(said.err()).isZero();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
