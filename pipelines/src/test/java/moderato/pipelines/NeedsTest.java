package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import moderato.kernel.Definition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a pipeline lacks can be said before it starts. */
class NeedsTest {

    private static PipelineProgram program(String... steps) {
        return new PipelineLanguage().compile(Definition.of(PipelineLanguage.NAME,
                "{\"Parameters\": [{\"Name\": \"N\", \"Type\": \"Integer\", \"DefaultValue\": 2}], \"Steps\": [" + String.join(",", steps) + "]}"));
    }

    private static String processing(String name, String input, String more) {
        return """
                {"Name": "%s", "Type": "Processing", "Arguments": {"AppSpecification": {"ImageUri": "i:%s"}, "RoleArn": "arn:aws:iam::111122223333:role/R",
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}},
                 "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": %s, "S3DataType": "S3Prefix", "LocalPath": "/opt/ml/processing/in"}}]}%s}""".formatted(
                name, name, input, more);
    }

    private static List<String> needs(PipelineProgram program, JsonNode input) {
        return program.needs(input, Ids.execution("P", "r", "000000000000", "", 1)).stream()
                .map(need -> need.name() + " " + need.step() + (need.surely() ? "" : " perhaps") + (need.cached() ? " cached" : "")).toList();
    }

    @Test
    void objectsThatNobodyMakesAndImages() {
        PipelineProgram program = program(processing("P", "{\"Std:Join\": {\"On\": \"\", \"Values\": [\"s3://b/in-\", {\"Get\": \"Parameters.N\"}]}}", ""),
                processing("Q", "{\"Get\": \"Steps.P.ProcessingInputs['in'].S3Input.S3Uri\"}", ", \"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"P1D\"}"));
        assertThat(program.listParameters(Bench.input(Map.of("N", "5")))).hasToString("{\"PipelineParameters\":[{\"Name\":\"N\",\"Value\":\"5\"}]}");
        assertThat(needs(program, Bench.input(Map.of("N", "5")))).containsExactly("i:P P", "s3://b/in-5 P", "i:Q Q cached");
    }

    @Test
    void whatABranchReadsMayNeverBeNeeded() {
        PipelineProgram program = program("""
                {"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [%s], "ElseSteps": []}}""".formatted(processing("A", "\"s3://b/a\"", "")),
                processing("After", "\"s3://b/after\"", ", \"DependsOn\": [\"A\"]"),
                processing("Repair", "\"s3://b/repair\"", ", \"DependsOn\": [{\"Step\": \"Sure\", \"Trigger\": \"Failed\"}]"), processing("Sure", "\"s3://b/a\"", ""));
        assertThat(needs(program, Bench.input(Map.of()))).containsExactlyInAnyOrder("i:A A perhaps", "i:After After perhaps", "s3://b/after After perhaps",
                "i:Repair Repair perhaps", "s3://b/repair Repair perhaps", "i:Sure Sure", "s3://b/a Sure");
    }

    @Test
    void theModelsThatTransformsName() {
        String transform = """
                {"Name": "%s", "Type": "Transform", "Arguments": {"ModelName": %s, "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/in"}}},
                 "TransformOutput": {"S3OutputPath": "s3://b/out"}, "TransformResources": {"InstanceCount": 1, "InstanceType": "ml.m5.large"}}}""";
        PipelineProgram program = program("""
                {"Name": "M", "Type": "Model", "Arguments": {"PrimaryContainer": {"Image": "i:M"}, "ExecutionRoleArn": "arn:aws:iam::111122223333:role/R"}}""",
                transform.formatted("Own", "{\"Get\": \"Steps.M.ModelName\"}"), transform.formatted("Other", "\"nudity-v3\""));
        assertThat(needs(program, Bench.input(Map.of()))).containsExactly("i:M M", "s3://b/in Own", "nudity-v3 Other");
    }

    @Test
    void theFunctionsThatStepsCall() {
        PipelineProgram program = program("""
                {"Name": "Tell", "Type": "Lambda", "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:tell", "Arguments": {}}""");
        assertThat(needs(program, Bench.input(Map.of()))).containsExactly("arn:aws:lambda:eu-west-1:111122223333:function:tell Tell");
    }

    @Test
    void stepsThatAreNotSelectedNeedNothing() {
        ObjectNode input = Bench.input(Map.of());
        input.putObject("SelectiveExecutionConfig").putArray("SelectedSteps").addObject().put("StepName", "B");
        assertThat(needs(program(processing("A", "\"s3://b/a\"", ""), processing("B", "\"s3://b/b\"", "")), input)).containsExactly("i:B B", "s3://b/b B");
    }

    @Test
    void scriptsOfTrainingJobsAreObjectsToo() {
        PipelineProgram program = program("""
                {"Name": "T", "Type": "Training", "Arguments": {"AlgorithmSpecification": {"TrainingImage": "i:t", "TrainingInputMode": "File"}, "RoleArn": "arn:aws:iam::111122223333:role/R",
                 "OutputDataConfig": {"S3OutputPath": "s3://b/o"}, "StoppingCondition": {"MaxRuntimeInSeconds": 60},
                 "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10},
                 "HyperParameters": {"sagemaker_program": "\\"train.py\\"", "sagemaker_submit_directory": "\\"s3://b/source.tar.gz\\""}}}""");
        assertThat(needs(program, Bench.input(Map.of()))).containsExactly("i:t T", "s3://b/source.tar.gz T");
    }
}
