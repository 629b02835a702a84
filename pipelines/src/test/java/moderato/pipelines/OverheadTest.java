package moderato.pipelines;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import moderato.kernel.Event;
import moderato.kernel.SimulatedRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Big pipelines: as many steps as the service is known to take, in a fan and in a chain. */
class OverheadTest {

    private static String processing(int number, String input, String more) {
        return """
                {"Name": "P%d", "Type": "Processing", "Arguments": {"AppSpecification": {"ImageUri": "i:1"}, "RoleArn": "arn:aws:iam::111122223333:role/R",
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}},
                 "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": %s, "S3DataType": "S3Prefix", "LocalPath": "/opt/ml/processing/in"}}],
                 "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output": {"S3Uri": "s3://b/%d", "LocalPath": "/opt/ml/processing/out", "S3UploadMode": "EndOfJob"}}]}
                 }%s}""".formatted(number, input, number, more);
    }

    private static String fan(int size) {
        return "{\"Steps\": [" + IntStream.range(0, size).mapToObj(number -> processing(number, "\"s3://b/in" + number + "\"",
                ", \"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"30d\"}")).collect(Collectors.joining(",")) + "]}";
    }

    private static String chain(int size) {
        return "{\"Steps\": [" + IntStream.range(0, size).mapToObj(number -> processing(number, number == 0 ? "\"s3://b/in\""
                : "{\"Get\": \"Steps.P" + (number - 1) + ".ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri\"}", "")).collect(Collectors.joining(",")) + "]}";
    }

    @Test
    void aFanOfHitsStartsNoJob() {
        Bench bench = new Bench();
        String fan = fan(500);
        bench.run(fan);
        SimulatedRun second = bench.run(fan);
        assertThat(bench.standIns.stepsAsked("job:processing")).hasSize(500);
        assertThat(Bench.view(second).steps()).hasSize(500).allMatch(step -> step.has("CacheHitResult"));
    }

    @Test
    void aChainTakesOneEventAStep() {
        SimulatedRun run = new Bench().run(chain(500));
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        assertThat(run.events()).hasSize(501);
    }

    @Test
    void moreStepsThanOneEventBeginsGiveOthersATurn() {
        SimulatedRun run = new Bench().run(fan(1500), JsonNodeFactory.instance.objectNode().put("Cache", "off"));
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        assertThat(run.events()).anyMatch(Event.Proceeded.class::isInstance);
    }
}
