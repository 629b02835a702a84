package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import moderato.kernel.SimulatedRun;
import moderato.kernel.TaskFailedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was taken away of a cached step's outputs is made again in the run that needs it, and only then. */
class RecallTest {

    private static final String FRAMES = "s3://b/the frames";

    private final Bench bench = new Bench();
    private final List<String> removed = new ArrayList<>();

    /* Frames, then two steps that look at them, then one that takes both; Look depends on N. */
    private static final String DEFINITION = "{\"Parameters\": [{\"Name\": \"N\", \"Type\": \"Integer\", \"DefaultValue\": 2}], \"Steps\": ["
            + String.join(",", processing("Frames", "\"s3://b/video\"", FRAMES, "\"0\""),
                    processing("Other", output("Frames"), "s3://b/other", "\"0\""),
                    processing("Look", output("Frames"), "s3://b/look", "{\"Std:Join\": {\"On\": \"\", \"Values\": [{\"Get\": \"Parameters.N\"}]}}"),
                    processing("All", output("Look"), "s3://b/all", output("Other"))) + "]}";

    private static String output(String step) {
        return "{\"Get\": \"Steps." + step + ".ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri\"}";
    }

    private static String processing(String name, String input, String output, String argument) {
        return """
                {"Name": "%s", "Type": "Processing", "Arguments": {"AppSpecification": {"ImageUri": "i:1", "ContainerArguments": [%s]}, "RoleArn": "arn:aws:iam::111122223333:role/R",
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}},
                 "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": %s, "S3DataType": "S3Prefix", "LocalPath": "/opt/ml/processing/in"}}],
                 "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output": {"S3Uri": "%s", "LocalPath": "/opt/ml/processing/out", "S3UploadMode": "EndOfJob"}}]}},
                 "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}""".formatted(name, argument, input, output);
    }

    private SimulatedRun run(Map<String, String> parameters) {
        SimulatedRun run = bench.run(DEFINITION, Bench.input(parameters));
        Bench.replay(DEFINITION, run);
        return run;
    }

    private List<String> worked() {
        List<String> steps = bench.standIns.stepsAsked("job:processing");
        bench.standIns.asked.clear();
        return steps;
    }

    private void takeAway(String... outputs) {
        removed.addAll(List.of(outputs));
        bench.standIns.with("cache:find", "*", (payload, context) -> {
            ObjectNode answer = StepState.NOTHING.objectNode();
            for (JsonNode kept : bench.standIns.kept) {
                if (kept.path("Key").equals(payload.path("Key")) && kept.path("StepName").equals(payload.path("StepName"))) {
                    ObjectNode hit = answer.putObject("Hit").setAll((ObjectNode) kept.deepCopy());
                    String output = kept.at("/Properties/ProcessingOutputConfig/Outputs/0/S3Output/S3Uri").asText();
                    if (removed.contains(output)) {
                        hit.putArray("Removed").add(output);
                    }
                }
            }
            return answer;
        });
    }

    @Test
    void whatNobodyNeedsIsNotMadeAgain() {
        run(Map.of());
        takeAway(FRAMES);
        worked();
        assertThat(Bench.status(run(Map.of()))).isEqualTo("Succeeded");
        assertThat(worked()).isEmpty();
    }

    @Test
    void whatAStepNeedsIsMadeAgainInTheSameRun() {
        run(Map.of());
        takeAway(FRAMES);
        worked();
        SimulatedRun second = run(Map.of("N", "3"));
        assertThat(Bench.status(second)).isEqualTo("Succeeded");
        assertThat(worked()).containsExactly("Frames", "Look");
        assertThat(Bench.miss(second, "Frames").path("WantedBy").asText()).isEqualTo("Look");
        assertThat(Bench.step(second, "Frames").has("CacheHitResult")).isFalse();
        assertThat(Bench.step(second, "Other").has("CacheHitResult")).isTrue();
    }

    @Test
    void whatThatNeedsIsMadeAgainToo() {
        run(Map.of());
        takeAway(FRAMES, "s3://b/look");
        bench.standIns.kept.removeIf(kept -> kept.path("StepName").asText().equals("All"));
        worked();
        SimulatedRun second = run(Map.of());
        assertThat(Bench.status(second)).isEqualTo("Succeeded");
        assertThat(worked()).containsExactly("Frames", "Look", "All");
        assertThat(Bench.step(second, "Other").has("CacheHitResult")).isTrue();
    }

    /* As when another run is decided, and its frames go, between the look into the cache and the work. */
    private void takeAwayAtTheFirstLook(String step) {
        AtomicBoolean looked = new AtomicBoolean();
        bench.standIns.with("job:processing", step, (payload, context) -> {
            if (looked.compareAndSet(false, true)) {
                throw new TaskFailedException("InputRemoved", "InputRemoved: " + FRAMES + " was taken away before the job was done with it");
            }
            return StepState.NOTHING.objectNode().put("ProcessingJobStatus", "Completed");
        });
    }

    @Test
    void whatIsTakenAwayUnderAStepIsMadeAgainToo() {
        run(Map.of());
        worked();
        takeAwayAtTheFirstLook("Look");
        SimulatedRun second = run(Map.of("N", "3"));
        assertThat(Bench.status(second)).isEqualTo("Succeeded");
        assertThat(worked()).containsExactly("Look", "Frames", "Look");
        assertThat(Bench.miss(second, "Frames").path("WantedBy").asText()).isEqualTo("Look");
    }

    @Test
    void theStepThatLeftNothingIsNamed() {
        bench.standIns.with("job:processing", "Look", (payload, context) -> {
            throw new TaskFailedException("ClientError", "ClientError: No S3 objects found under S3 URL \"" + FRAMES + "\"; put them there");
        });
        assertThat(Bench.step(run(Map.of()), "Look").path("FailureReason").asText())
                .isEqualTo("ClientError: No S3 objects found under S3 URL \"" + FRAMES + "\": step Frames was to write there, succeeded, and left nothing.");
    }

    @Test
    void whatNoStepOfTheRunCanMakeAgainFailsTheStep() {
        takeAwayAtTheFirstLook("Frames");
        SimulatedRun only = run(Map.of());
        assertThat(Bench.step(only, "Frames").path("FailureReason").asText()).isEqualTo("InputRemoved: " + FRAMES + " was taken away before the job was done with it");
    }

    @Test
    void whatTheBodyOfALoopNeedsIsMadeAgain() {
        String frames = processing("Frames", "\"s3://b/video\"", FRAMES, "\"0\"");
        String loop = """
                {"Name": "Each", "Type": "ForEach", "Arguments": {"IterableItems": ["x", "y"], "MaxConcurrency": 2, "ForEachBody": [%s]}}""".formatted(
                processing("Child", output("Frames"), "s3://b/child", "{\"Get\": \"ForEach.CurrentItem\"}"));
        String definition = "{\"Steps\": [" + frames + ", " + loop + "]}";
        bench.run(definition, Bench.input(Map.of()));
        takeAway(FRAMES);
        bench.standIns.kept.removeIf(kept -> kept.path("StepName").asText().startsWith("Child"));
        worked();
        SimulatedRun second = bench.run(definition, Bench.input(Map.of()));
        Bench.replay(definition, second);
        assertThat(Bench.status(second)).isEqualTo("Succeeded");
        assertThat(worked()).containsExactly("Frames", "Child-0", "Child-1");
    }

    @Test
    void whatAChildOfALoopHadMadeIsMadeAgainForAStepBehindTheLoop() {
        String child = processing("Child", "\"s3://b/video\"", "s3://b/child-N", "{\"Get\": \"ForEach.CurrentItem\"}")
                .replace("\"s3://b/child-N\"", "{\"Std:Join\": {\"On\": \"-\", \"Values\": [\"s3://b/child\", {\"Get\": \"ForEach.CurrentItem\"}]}}");
        String loop = """
                {"Name": "Each", "Type": "ForEach", "Arguments": {"IterableItems": ["x", "y"], "MaxConcurrency": 2, "ForEachBody": [%s]}}""".formatted(child);
        String behind = processing("Behind", "{\"Get\": \"Steps.Each.IterationOutputs[1].Child.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri\"}", "s3://b/behind", "\"0\"");
        String other = processing("Other", "\"s3://b/video\"", "s3://b/other", "\"1\"").replace("\"Arguments\"", "\"DependsOn\": [\"Each\"], \"Arguments\"");
        String definition = "{\"Steps\": [" + loop + ", " + behind + ", " + other + "]}";
        bench.run(definition, Bench.input(Map.of()));
        takeAway("s3://b/child-x", "s3://b/child-y");
        bench.standIns.kept.removeIf(kept -> kept.path("StepName").asText().equals("Behind"));
        worked();
        SimulatedRun second = bench.run(definition, Bench.input(Map.of()));
        Bench.replay(definition, second);
        assertThat(Bench.status(second)).isEqualTo("Succeeded");
        assertThat(worked()).containsExactly("Child-1", "Behind");
        assertThat(Bench.miss(second, "Child-1").path("WantedBy").asText()).isEqualTo("Behind");
        assertThat(Bench.step(second, "Each").at("/Metadata/ForEach/SucceededStepCount").asInt()).isEqualTo(2);
        assertThat(Bench.step(second, "Other").has("CacheHitResult")).isTrue();

        AtomicBoolean looked = new AtomicBoolean();
        removed.clear();
        bench.standIns.kept.removeIf(kept -> kept.path("StepName").asText().equals("Behind"));
        bench.standIns.with("job:processing", "Behind", (payload, context) -> {
            if (looked.compareAndSet(false, true)) {
                throw new TaskFailedException("InputRemoved", "InputRemoved: s3://b/child-y was taken away before the job was done with it");
            }
            return StepState.NOTHING.objectNode().put("ProcessingJobStatus", "Completed");
        });
        assertThat(Bench.status(bench.run(definition, Bench.input(Map.of())))).isEqualTo("Succeeded");
        assertThat(worked()).containsExactly("Behind", "Child-1", "Behind");
    }
}
