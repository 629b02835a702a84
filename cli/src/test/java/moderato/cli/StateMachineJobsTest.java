package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** SageMaker's jobs, models, registry and pipelines, as state machines call them. */
@Timeout(180)
class StateMachineJobsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRAIN = """
            "TrainingJobName.$": "$.name", "RoleArn": "arn:aws:iam::000000000000:role/r",
            "AlgorithmSpecification": {"TrainingImage": "scripts", "TrainingInputMode": "File", "ContainerEntrypoint": ["sh", "-c"], "ContainerArguments.$": "States.Array($.script)",
              "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]},
            "OutputDataConfig": {"S3OutputPath": "s3://bucket/models"}, "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
            "StoppingCondition": {"MaxRuntimeInSeconds": 60}""";

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() throws IOException {
        program = new Program(folder.resolve("home"));
        Files.writeString(folder.resolve("images.yaml"), "images: {scripts: {command: [sh]}}");
    }

    @Test
    void aTaskThatWaitsForItsJobGetsTheDescription() throws Exception {
        JsonNode output = run(one("sagemaker:createTrainingJob.sync", TRAIN), "echo loss=0.25; echo m > /opt/ml/model/m");
        assertThat(output.path("TrainingJobStatus").asText()).isEqualTo("Completed");
        assertThat(output.path("TrainingJobArn").asText()).isEqualTo("arn:aws:sagemaker:us-east-1:000000000000:training-job/job-1");
        assertThat(output.at("/ModelArtifacts/S3ModelArtifacts").asText()).isEqualTo("s3://bucket/models/job-1/output/model.tar.gz");
        assertThat(output.at("/FinalMetricDataList/0/Value").asDouble()).isEqualTo(0.25);
        assertThat(output.path("CreationTime").isIntegralNumber()).isTrue();
        assertThat(output.path("CreationTime").asLong()).isGreaterThan(1_000_000_000_000L);

        assertThat(program.say("runs", "history", "r").out()).contains("TaskSubmitted").contains("TaskSucceeded");
        Program.Said again = say(one("sagemaker:createTrainingJob.sync", TRAIN), "true", "again");
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("SageMaker.ResourceInUseException").contains("job-1").contains("Service: AmazonSageMaker; Status Code: 400");
    }

    @Test
    void aFailedJobIsATaskFailedWithItsDescription() throws Exception {
        String machine = """
                {"StartAt": "Job", "States": {"Job": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync", "Parameters": {%s},
                  "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Read"}], "End": true},
                 "Read": {"Type": "Pass", "Parameters": {"error.$": "$.Error", "cause.$": "States.StringToJson($.Cause)"}, "End": true}}}""".formatted(TRAIN);
        JsonNode output = run(machine, "echo no such column > /opt/ml/output/failure; exit 7");
        assertThat(output.path("error").asText()).isEqualTo("States.TaskFailed");
        assertThat(output.at("/cause/TrainingJobStatus").asText()).isEqualTo("Failed");
        assertThat(output.at("/cause/FailureReason").asText()).startsWith("AlgorithmError: no such column");
    }

    @Test
    void aJobThatNobodyWaitsForIsLookedAtAndRegistered() throws Exception {
        String machine = """
                {"StartAt": "Start", "States": {
                  "Start": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob", "Parameters": {%s}, "ResultPath": "$.started", "Next": "Look"},
                  "Look": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:describeTrainingJob", "Parameters": {"TrainingJobName.$": "$.name"}, "ResultPath": "$.job", "Next": "Done?"},
                  "Done?": {"Type": "Choice", "Choices": [{"Variable": "$.job.TrainingJobStatus", "StringEquals": "InProgress", "Next": "Wait"}], "Default": "Model"},
                  "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Look"},
                  "Model": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createModel", "Parameters": {"ModelName.$": "$.name", "ExecutionRoleArn": "arn:aws:iam::000000000000:role/r",
                    "PrimaryContainer": {"Image": "scripts", "ModelDataUrl.$": "$.job.ModelArtifacts.S3ModelArtifacts"}}, "ResultPath": "$.model", "Next": "Register"},
                  "Register": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:createModelPackage", "Parameters": {"ModelPackageGroupName": "churn",
                    "InferenceSpecification": {"Containers": [{"Image": "scripts", "ModelDataUrl.$": "$.job.ModelArtifacts.S3ModelArtifacts"}], "SupportedContentTypes": ["text/csv"],
                      "SupportedResponseMIMETypes": ["text/csv"]}, "ModelApprovalStatus": "PendingManualApproval"}, "ResultPath": "$.package", "Next": "Approve"},
                  "Approve": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:updateModelPackage", "Parameters": {"ModelPackageArn.$": "$.package.ModelPackageArn",
                    "ModelApprovalStatus": "Approved"}, "ResultPath": "$.approved", "Next": "Show"},
                  "Show": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:describeModelPackage", "Parameters": {"ModelPackageName.$": "$.package.ModelPackageArn"},
                    "ResultPath": "$.shown", "End": true}}}""".formatted(TRAIN);
        JsonNode output = run(machine, "echo m > /opt/ml/model/m");
        assertThat(output.at("/started/TrainingJobArn").asText()).endsWith(":training-job/job-1");
        assertThat(output.at("/started/SdkHttpMetadata/HttpStatusCode").asInt()).isEqualTo(200);
        assertThat(output.at("/job/TrainingJobStatus").asText()).isEqualTo("Completed");
        assertThat(output.at("/job/CreationTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(output.at("/model/ModelArn").asText()).endsWith(":model/job-1");
        assertThat(output.at("/package/ModelPackageArn").asText()).endsWith(":model-package/churn/1");
        assertThat(output.at("/shown/ModelApprovalStatus").asText()).isEqualTo("Approved");
        assertThat(output.path("package").has("SdkHttpMetadata")).isFalse();
    }

    @Test
    void whatIsNotThereIsSaidByItsName() throws Exception {
        Program.Said said = say(one("aws-sdk:sagemaker:describeTrainingJob", "\"TrainingJobName\": \"none\""), "", "r");
        assertThat(said.err()).contains("SageMaker.ResourceNotFoundException").contains("'none'").contains("Service: SageMaker, Status Code: 400");
        assertThat(say(one("aws-sdk:sagemaker:createNotebookInstance", "\"NotebookInstanceName\": \"n\""), "", "other").err()).contains("needs AWS");
    }

    @Test
    void stoppingTheRunStopsTheJob() throws Exception {
        Path pid = folder.resolve("pid");
        String machine = file("m.asl.json", one("sagemaker:createTrainingJob.sync", TRAIN));
        try (Program.Other owner = program.start("run", machine, "--name", "r", "--images", folder.resolve("images.yaml").toString(), "--input",
                JSON.createObjectNode().put("name", "job-1").put("script", "trap 'exit 9' TERM; echo $$ > " + pid + "; while true; do sleep 0.1; done").toString())) {
            owner.until("Job  submitted");
            while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
                Thread.onSpinWait();
            }
            assertThat(program.say("runs", "stop", "r").code()).isZero();
            assertThat(owner.end().code()).isEqualTo(ExitCode.STOPPED);
        }
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info().commandLine().orElse("").contains(pid.toString()))).isEmpty();
        assertThat(JSON.readTree(Files.readString(folder.resolve("home/jobs/descriptions/training/job-1.json"))).path("TrainingJobStatus").asText()).isEqualTo("Stopped");
    }

    @Test
    void aPipelineIsATask() throws Exception {
        file("train.json", """
                {"Version": "2020-12-01", "Parameters": [{"Name": "Word", "Type": "String", "DefaultValue": "no"}], "Steps": [
                  {"Name": "Decide", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals", "LeftValue": {"Get": "Parameters.Word"}, "RightValue": "yes"}], "IfSteps": [],
                    "ElseSteps": [{"Name": "Refuse", "Type": "Fail", "Arguments": {"ErrorMessage": {"Get": "Parameters.Word"}}}]}}]}""");
        String handlers = file("handlers.yaml", "pipelines: {train: train.json}");
        String machine = file("m.asl.json", one("sagemaker:startPipelineExecution.sync", "\"PipelineName\": \"train\", \"PipelineParameters\": [{\"Name\": \"Word\", \"Value.$\": \"$.word\"}]"));
        Program.Said good = program.say("run", machine, "--handlers", handlers, "--input", "{\"word\": \"yes\"}", "--quiet");
        assertThat(good.code()).as(good.err()).isZero();
        JsonNode output = JSON.readTree(good.out());
        assertThat(output.path("PipelineExecutionStatus").asText()).isEqualTo("Succeeded");
        assertThat(output.path("PipelineExecutionArn").asText()).matches("arn:aws:sagemaker:us-east-1:000000000000:pipeline/train/execution/[a-z0-9]{12}");

        Program.Said bad = program.say("run", machine, "--handlers", handlers, "--input", "{\"word\": \"never\"}");
        assertThat(bad.code()).isEqualTo(ExitCode.FAILED);
        assertThat(bad.err()).contains("States.TaskFailed").contains("\"PipelineExecutionStatus\":\"Failed\"");
        assertThat(program.say("runs", "list").out()).contains("train");
    }

    private static String one(String call, String parameters) {
        return "{\"StartAt\": \"Job\", \"States\": {\"Job\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::" + call + "\", \"Parameters\": {" + parameters + "}, \"End\": true}}}";
    }

    private JsonNode run(String machine, String script) throws IOException {
        Program.Said said = say(machine, script, "r");
        assertThat(said.code()).as(said.err()).isZero();
        return JSON.readTree(said.out());
    }

    private Program.Said say(String machine, String script, String name) throws IOException {
        return program.say("run", file(name + ".asl.json", machine), "--name", name, "--images", folder.resolve("images.yaml").toString(), "--input",
                JSON.createObjectNode().put("name", "job-1").put("script", script).toString());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
