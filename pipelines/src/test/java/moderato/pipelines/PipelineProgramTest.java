package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.Outcome;
import moderato.kernel.SimulatedRun;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PipelineProgramTest {

    private final Bench bench = new Bench();
    private final List<Runnable> replays = new ArrayList<>();

    @AfterEach
    void everyRunReplays() {
        replays.forEach(Runnable::run);
    }

    private SimulatedRun run(String definition) {
        return run(definition, Bench.input(Map.of()));
    }

    private SimulatedRun run(String definition, JsonNode input) {
        SimulatedRun run = bench.run(definition, input);
        replays.add(() -> Bench.replay(definition, run));
        return run;
    }

    private static String pipeline(String... steps) {
        return "{\"Parameters\": [{\"Name\": \"N\", \"Type\": \"Integer\", \"DefaultValue\": 2}], \"Steps\": [" + String.join(",", steps) + "]}";
    }

    private static String lambda(String name, String arguments, String more) {
        return "{\"Name\": \"%s\", \"Type\": \"Lambda\", \"FunctionArn\": \"arn:f\", \"Arguments\": {%s}%s}".formatted(name, arguments, more);
    }

    private static String lambda(String name) {
        return lambda(name, "", "");
    }

    private static String after(String name, String... before) {
        return lambda(name, "", ", \"DependsOn\": [" + String.join(",", before) + "]");
    }

    private static String trigger(String step, String trigger) {
        return "{\"Step\": \"%s\", \"Trigger\": \"%s\"}".formatted(step, trigger);
    }

    private static String condition(String name, String left, String right, String ifSteps, String elseSteps) {
        return """
                {"Name": "%s", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals", "LeftValue": %s, "RightValue": %s}],
                 "IfSteps": [%s], "ElseSteps": [%s]}}""".formatted(name, left, right, ifSteps, elseSteps);
    }

    private static String processing(String name, String input, String more) {
        return """
                {"Name": "%s", "Type": "Processing", "Arguments": {"AppSpecification": {"ImageUri": "i:1"}, "RoleArn": "arn:aws:iam::111122223333:role/R",
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}},
                 "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": %s, "S3DataType": "S3Prefix", "LocalPath": "/opt/ml/processing/in"}}]}%s}""".formatted(
                name, input, more);
    }

    private static TaskHandler failing(String error) {
        return (payload, context) -> {
            throw new TaskFailedException(error, "it broke");
        };
    }

    private static final String CACHED = ", \"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"P30D\"}";

    @Test
    void aBranchNotTakenIsNotListed() {
        SimulatedRun run = run(pipeline(condition("Q", "{\"Get\": \"Parameters.N\"}", "2", lambda("Yes"), lambda("No")), after("AfterNo", "\"No\""),
                after("Both", "\"Yes\"", "\"No\"")));
        assertThat(Bench.steps(run)).isEqualTo("Q:Succeeded Yes:Succeeded");
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        assertThat(Bench.step(run, "Q").at("/Metadata/Condition/Outcome").asText()).isEqualTo("True");
    }

    @Test
    void afterAFailureRunningStepsFinishAndNoneStarts() {
        bench.standIns.with("lambda:invoke", "A", failing("ClientError"));
        SimulatedRun run = run(pipeline(lambda("A"), lambda("B"), after("C", "\"B\"")));
        assertThat(Bench.steps(run)).isEqualTo("A:Failed B:Succeeded");
        assertThat(Bench.view(run).execution().path("FailureReason").asText()).contains("Step failure: One or multiple steps failed");
        assertThat(Bench.step(run, "A").path("FailureReason").asText()).isEqualTo("ClientError: it broke");
    }

    @Test
    void independentStepsStartAfterAFailureWhenAskedTo() {
        bench.standIns.with("lambda:invoke", "A", failing("ClientError"));
        ObjectNode input = Bench.input(Map.of()).put("AfterFailure", "start-independent");
        assertThat(Bench.steps(run(pipeline(lambda("A"), lambda("B"), after("C", "\"B\"")), input))).isEqualTo("A:Failed B:Succeeded C:Succeeded");
    }

    @Test
    void runConditionsTakeCareOfAFailure() {
        bench.standIns.with("lambda:invoke", "A", failing("ClientError"));
        SimulatedRun run = run(pipeline(lambda("A"), after("OnFailure", trigger("A", "Failed")), after("OnStop", trigger("A", "Stopped")),
                after("Always", trigger("A", "Any")), after("Plain", "\"A\""), after("Last", "\"Always\"")));
        assertThat(Bench.steps(run)).isEqualTo("A:Failed OnFailure:Succeeded Always:Succeeded Last:Succeeded");
        assertThat(Bench.status(run)).isEqualTo("CompletedWithFailures");
    }

    @Test
    void aFailStepSaysItsMessage() {
        SimulatedRun run = run(pipeline("{\"Name\": \"F\", \"Type\": \"Fail\", \"Arguments\": {\"ErrorMessage\": {\"Std:Join\": {\"On\": \"=\", \"Values\": [\"n\", {\"Get\": \"Parameters.N\"}]}}}}"));
        assertThat(Bench.step(run, "F").path("FailureReason").asText()).isEqualTo("n=2");
        assertThat(Bench.step(run, "F").at("/Metadata/Fail/ErrorMessage").asText()).isEqualTo("n=2");
        bench.engine.redrive(run);
        bench.engine.advance();
        assertThat(Bench.status(run)).isEqualTo("Failed");
    }

    @Test
    void serviceFaultsAreRetriedWithBackoffAndScriptsAreNot() {
        bench.standIns.with("lambda:invoke", "A", failing("Step.THROTTLING")).with("lambda:invoke", "B", failing("AlgorithmError"));
        SimulatedRun run = run(pipeline(lambda("A"), lambda("B")));
        assertThat(bench.standIns.stepsAsked("lambda:invoke")).containsOnlyOnce("B").filteredOn("A"::equals).hasSize(6);
        assertThat(Bench.step(run, "A").path("AttemptCount").asInt()).isEqualTo(6);
        assertThat(bench.engine.now()).isEqualTo(Bench.START.plusSeconds(1 + 2 + 4 + 8 + 16));
    }

    @Test
    void ownPoliciesComeFirstAndExpire() {
        String policy = ", \"RetryPolicies\": [{\"ExceptionType\": [\"SageMaker.JOB_INTERNAL_ERROR\"], \"IntervalSeconds\": 40, \"BackoffRate\": 1, \"ExpireAfterMin\": 2}]";
        bench.standIns.with("job:processing", "P", failing("InternalServerError"));
        SimulatedRun run = run(pipeline(processing("P", "\"s3://b/in\"", policy)));
        assertThat(Bench.step(run, "P").path("AttemptCount").asInt()).isEqualTo(4);
        assertThat(bench.standIns.asked.stream().map(asked -> asked.payload().at("/Request/ProcessingJobName").asText()).distinct()).hasSize(4)
                .allMatch(name -> name.matches("pipelines-[a-z0-9]{12}-P-[A-Za-z0-9]{10}"));
    }

    @Test
    void aFailedExecutionGoesOnFromItsFailedSteps() {
        boolean[] broken = {true};
        bench.standIns.with("lambda:invoke", "B", (payload, context) -> {
            if (broken[0]) {
                throw new TaskFailedException("ClientError", "it broke");
            }
            return StandIns.outputs();
        });
        String definition = pipeline(lambda("A"), after("B", "\"A\""), after("C", "\"B\""));
        SimulatedRun run = run(definition);
        assertThat(Bench.steps(run)).isEqualTo("A:Succeeded B:Failed");
        broken[0] = false;
        bench.engine.redrive(run);
        bench.engine.advance();
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        assertThat(bench.standIns.stepsAsked("lambda:invoke")).containsExactly("A", "B", "B", "C");
    }

    @Test
    void theSameInputsHitTheCacheAndAMissSaysWhy() {
        String definition = pipeline(processing("P", "{\"Std:Join\": {\"On\": \"\", \"Values\": [\"s3://b/in-\", {\"Get\": \"Parameters.N\"}]}}", CACHED));
        SimulatedRun first = run(definition);
        SimulatedRun second = run(definition);
        SimulatedRun other = run(definition, Bench.input(Map.of("N", "3")));
        assertThat(bench.standIns.stepsAsked("job:processing")).hasSize(2);
        assertThat(Bench.step(second, "P").at("/CacheHitResult/SourcePipelineExecutionArn").asText()).isEqualTo(first.run().id());
        assertThat(Bench.miss(other, "P").path("Differences")).hasToString(
                "[{\"Attribute\":\"/ProcessingInputs/0/S3Input/S3Uri\",\"Before\":\"s3://b/in-2\",\"Now\":\"s3://b/in-3\"}]");
        assertThat(Bench.miss(first, "P")).hasToString("{\"StepName\":\"P\"}");
    }

    @Test
    void inContentModeTheBytesCountAndNotTheAddress() {
        String[] digest = {"d1"};
        bench.standIns.with("objects:digest", "*", (payload, context) -> {
            ObjectNode answer = StepState.NOTHING.objectNode();
            ObjectNode objects = answer.putObject("Objects");
            payload.path("Objects").forEach(one -> objects.put(one.path("S3Uri").asText(), digest[0]));
            return answer;
        });
        String definition = pipeline(processing("P", "{\"Std:Join\": {\"On\": \"\", \"Values\": [\"s3://b/in-\", {\"Get\": \"Parameters.N\"}]}}", CACHED));
        run(definition, Bench.input(Map.of()).put("Cache", "content"));
        run(definition, Bench.input(Map.of("N", "3")).put("Cache", "content"));
        assertThat(bench.standIns.stepsAsked("job:processing")).hasSize(1);
        digest[0] = "d2";
        run(definition, Bench.input(Map.of("N", "3")).put("Cache", "content"));
        assertThat(bench.standIns.stepsAsked("job:processing")).hasSize(2);
    }

    @Test
    void cacheOffAsksForNothing() {
        run(pipeline(processing("P", "\"s3://b/in\"", CACHED)), Bench.input(Map.of()).put("Cache", "off"));
        assertThat(bench.standIns.asked).extracting(StandIns.Asked::resource).containsExactly("job:processing");
    }

    private static String loop(String items, String selector) {
        return """
                {"Name": "Each", "Type": "ForEach", "Arguments": {"IterableItems": %s, "MaxConcurrency": 2%s, "ForEachBody": [%s, %s]}}""".formatted(items, selector,
                lambda("One", "\"item\": {\"Get\": \"ForEach.CurrentItem\"}", ", \"OutputParameters\": [{\"OutputName\": \"score\", \"OutputType\": \"Float\"}]"),
                lambda("Two", "\"score\": {\"Get\": \"Steps.One.OutputParameters['score']\"}", ""));
    }

    @Test
    void aLoopRunsItsBodyForEveryItemAndSelects() {
        bench.standIns.with("lambda:invoke", "One-1", (payload, context) -> StandIns.outputs().put("score", 9.5));
        String definition = pipeline(loop("[\"a\", \"b\", {\"Get\": \"Parameters.N\"}]",
                ", \"Selector\": {\"Pick\": \"MaxBy\", \"Field\": {\"Get\": \"IterationOutput.One.OutputParameters['score']\"}}"),
                lambda("After", "\"best\": {\"Get\": \"Steps.Each.Selected.OutputParameters['score']\"}, \"n\": {\"Get\": \"Steps.Each.TotalStepCount\"}", ""));
        SimulatedRun run = run(definition);
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        JsonNode asked = bench.standIns.asked.stream().filter(one -> one.step().equals("After")).findFirst().orElseThrow().payload().path("Payload");
        assertThat(asked).hasToString("{\"best\":9.5,\"n\":6}");
        assertThat(Bench.step(run, "Each").at("/Metadata/ForEach")).hasToString("{\"Status\":\"Succeeded\",\"InputItemCount\":3,\"TotalStepCount\":6,"
                + "\"SucceededStepCount\":6,\"FailedStepCount\":0,\"StoppedStepCount\":0,\"Selector\":{\"StepName\":\"One-1\",\"Index\":1}}");
        assertThat(Bench.step(run, "Two-2").path("IterationContext")).hasToString("{\"ParentStepName\":\"Each\",\"Index\":2,\"Item\":\"2\"}");
    }

    @Test
    void aFailedLoopGoesOnWithItsFailedChildren() {
        boolean[] broken = {true};
        bench.standIns.with("lambda:invoke", "One-1", (payload, context) -> {
            if (broken[0]) {
                throw new TaskFailedException("ClientError", "it broke");
            }
            return StandIns.outputs();
        });
        SimulatedRun run = run(pipeline(loop("[1, 2]", ""), after("After", "\"Each\"")));
        assertThat(Bench.step(run, "Each").at("/Metadata/ForEach/FailedStepCount").asInt()).isEqualTo(1);
        assertThat(Bench.status(run)).isEqualTo("Failed");
        broken[0] = false;
        bench.engine.redrive(run);
        bench.engine.advance();
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        assertThat(bench.standIns.stepsAsked("lambda:invoke")).containsExactlyInAnyOrder("One-0", "Two-0", "One-1", "One-1", "Two-1", "After");
    }

    @Test
    void itemsMayBeJsonInATextAndBeLookedInto() {
        String body = lambda("One", "\"name\": {\"Get\": \"ForEach.CurrentItem.a.b[0]\"}", "");
        run(pipeline("""
                {"Name": "Each", "Type": "ForEach", "Arguments": {"IterableItems": "[\\"{\\\\\\"a\\\\\\":{\\\\\\"b\\\\\\":[7]}}\\"]", "MaxConcurrency": 1, "ForEachBody": [%s]}}""".formatted(body)));
        assertThat(bench.standIns.asked.getFirst().payload().path("Payload")).hasToString("{\"name\":7}");
    }

    private static final String CALLBACK = """
            {"Name": "Wait", "Type": "Callback", "SqsQueueUrl": "https://queue", "Arguments": {"a": 1}, "OutputParameters": [{"OutputName": "score", "OutputType": "Float"}]}""";

    @Test
    void aCallbackWaitsForItsToken() {
        SimulatedRun run = run(pipeline(CALLBACK, lambda("After", "\"s\": {\"Get\": \"Steps.Wait.OutputParameters['score']\"}", "")));
        String token = run.tokens().getFirst();
        assertThat(token).matches("[A-Za-z0-9]{10}");
        assertThat(bench.standIns.asked.getFirst().payload().path("Message").path("status").asText()).isEqualTo("Executing");
        bench.engine.answer(token, new Outcome.Succeeded(SharedDefinitions.json("{\"OutputParameters\": [{\"Name\": \"score\", \"Value\": \"0.5\"}]}")));
        bench.engine.advance();
        assertThat(bench.standIns.asked.getLast().payload().path("Payload")).hasToString("{\"s\":0.5}");
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
    }

    @Test
    void aStopWaitsForACallback() {
        SimulatedRun run = run(pipeline(CALLBACK, after("After", "\"Wait\"")));
        bench.engine.stop(run, Optional.empty(), Optional.empty());
        bench.engine.advance();
        assertThat(Bench.status(run)).isEqualTo("Stopping");
        assertThat(Bench.step(run, "Wait").path("StepStatus").asText()).isEqualTo("Stopping");
        assertThat(bench.standIns.asked.getLast().payload().path("Message").path("status").asText()).isEqualTo("Stopping");
        bench.engine.answer(run.tokens().getFirst(), new Outcome.Succeeded(SharedDefinitions.json("{\"score\": 1}")));
        bench.engine.advance();
        assertThat(Bench.steps(run)).isEqualTo("Wait:Stopped");
        assertThat(Bench.status(run)).isEqualTo("Stopped");
    }

    @Test
    void aStopStopsJobsAndTheRunCanGoOn() {
        boolean[] stuck = {true};
        Bench slow = new Bench((run, task, now) -> stuck[0] ? TaskScript.Answer.silence() : TaskScript.Answer.of(new Outcome.Succeeded(StepState.NOTHING)));
        String definition = pipeline(processing("P", "\"s3://b/in\"", ""), after("After", "\"P\""));
        SimulatedRun run = slow.run(definition);
        slow.engine.stop(run, Optional.empty(), Optional.empty());
        slow.engine.advance();
        assertThat(Bench.steps(run)).isEqualTo("P:Stopped");
        assertThat(Bench.status(run)).isEqualTo("Stopped");
        stuck[0] = false;
        slow.engine.redrive(run);
        slow.engine.advance();
        assertThat(Bench.steps(run)).isEqualTo("P:Succeeded After:Succeeded");
        Bench.replay(definition, run);
    }

    private static ObjectNode selecting(String reference, String... steps) {
        ObjectNode input = Bench.input(Map.of());
        ObjectNode config = input.putObject("SelectiveExecutionConfig");
        if (!reference.isEmpty()) {
            config.put("SourcePipelineExecutionArn", reference);
        }
        for (String step : steps) {
            config.withArray("SelectedSteps").addObject().put("StepName", step);
        }
        return input;
    }

    @Test
    void selectedStepsRunOnAnotherExecutionsResults() {
        bench.standIns.with("reference:steps", "*", (payload, context) -> SharedDefinitions.json("""
                {"Status": "Failed", "Steps": [{"Name": "A", "Status": "Succeeded", "Properties": {"OutputParameters": {"score": 5}}}]}"""));
        SimulatedRun run = run(pipeline(lambda("A", "", ", \"OutputParameters\": [{\"OutputName\": \"score\", \"OutputType\": \"Integer\"}]"),
                lambda("B", "\"s\": {\"Get\": \"Steps.A.OutputParameters['score']\"}", ""), after("C", "\"B\"")), selecting("arn:other", "B"));
        assertThat(Bench.steps(run)).isEqualTo("A:Succeeded B:Succeeded");
        assertThat(Bench.step(run, "A").at("/SelectiveExecutionResult/SourcePipelineExecutionArn").asText()).isEqualTo("arn:other");
        assertThat(bench.standIns.asked.getLast().payload().path("Payload")).hasToString("{\"s\":5}");
    }

    @Test
    void aSelectionMustBeConnectedAndHaveItsReference() {
        String definition = pipeline(lambda("A"), after("B", "\"A\""), after("C", "\"B\""));
        assertThat(Bench.view(run(definition, selecting("", "A", "C"))).execution().path("FailureReason").asText()).contains("must be connected: B");
        assertThat(Bench.view(run(definition, selecting("", "B"))).execution().path("FailureReason").asText())
                .contains("Invalid SourcePipelineExecutionArn: null. The selected steps [B] have dependencies on [A]");
    }

    @Test
    void parametersAreHeldAgainstTheirDeclarations() {
        assertThat(Bench.view(run(pipeline(lambda("A")), Bench.input(Map.of("N", "two")))).execution().path("FailureReason").asText())
                .contains("Parameter N is of type Integer");
        assertThat(Bench.view(run(pipeline(lambda("A")), Bench.input(Map.of("M", "2")))).execution().path("FailureReason").asText())
                .contains("no parameter M; did you mean 'N'?");
    }

    @Test
    void aFunctionMustGiveWhatItsStepPromises() {
        bench.standIns.with("lambda:invoke", "A", (payload, context) -> StepState.NOTHING.objectNode().put("other", 1));
        SimulatedRun run = run(pipeline(lambda("A", "", ", \"OutputParameters\": [{\"OutputName\": \"x\", \"OutputType\": \"String\"}]")));
        assertThat(Bench.step(run, "A").path("FailureReason").asText()).contains("did not give the output 'x'");
    }

    @Test
    void aTypeThatDoesNotRunHereNeedsAwsOrAHandler() {
        String emr = "{\"Name\": \"E\", \"Type\": \"EMR\", \"Arguments\": {\"ClusterId\": \"c\", \"StepConfig\": {\"HadoopJarStep\": {\"Jar\": \"j\"}}}}";
        assertThat(run(pipeline(emr)).outcome()).hasValueSatisfying(outcome -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.error()).hasValue(NeedsAws.ERROR)));
        bench.standIns.with("step:EMR", "*", (payload, context) -> StepState.NOTHING.objectNode().put("ClusterId", "c"));
        assertThat(Bench.status(run(pipeline(emr)))).isEqualTo("Succeeded");
    }

    @Test
    void conditionsOfTextsAreLetterByLetterAndTypesDoNotMix() {
        assertThat(Bench.steps(run(pipeline(condition("Q", "\"1\"", "1", lambda("Yes"), ""))))).isEqualTo("Q:Failed");
        assertThat(Bench.steps(run(pipeline(condition("Q", "1.0", "1", lambda("Yes"), ""))))).isEqualTo("Q:Succeeded Yes:Succeeded");
    }

    @Test
    void aPropertyFileIsReadByItsPath() throws TaskFailedException {
        JsonGetHandler handler = new JsonGetHandler(uri -> {
            if (!uri.equals("s3://b/e.json")) {
                throw new IOException("there is no such object");
            }
            return "{\"a\": [{\"b c\": 2}]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        });
        assertThat(handler.value("s3://b/e.json", "a[0]['b c']")).hasToString("2");
        assertThat(handler.value("s3://b/e.json", "$.a[0]['b c']")).hasToString("2");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> handler.value("s3://b/e.json", "a.b"))).hasMessageContaining("nothing at a.b");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> handler.value("s3://b/x.json", "a"))).hasMessageContaining("there is no such object");
    }
}
