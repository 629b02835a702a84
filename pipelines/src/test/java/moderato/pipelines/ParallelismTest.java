package moderato.pipelines;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moderato.kernel.Outcome;
import moderato.kernel.SimulatedRun;
import moderato.kernel.TaskScript;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many steps run at a time. */
class ParallelismTest {

    private static String pipeline(String... names) {
        return Stream.of(names).map("{\"Name\": \"%s\", \"Type\": \"Lambda\", \"FunctionArn\": \"arn:f\", \"Arguments\": {}}"::formatted)
                .collect(Collectors.joining(",", "{\"Steps\": [", "]}"));
    }

    @Test
    void noMoreStepsRunAtOnceThanAllowed() {
        int[] running = new int[2];
        Bench slow = new Bench((run, task, now) -> TaskScript.Answer.of(new Outcome.Succeeded(StandIns.outputs())).after(Duration.ofSeconds(1)));
        ObjectNode input = Bench.input(Map.of());
        input.putObject("ParallelismConfiguration").put("MaxParallelExecutionSteps", 2);
        String definition = pipeline("A", "B", "C", "D", "E");
        SimulatedRun run = slow.run(definition, input);
        for (var event : run.history()) {
            if (event.type().equals(PipelineEvent.STEP)) {
                running[0] += event.toJson().path("StepStatus").asText().equals("Executing") ? 1 : -1;
                running[1] = Math.max(running[1], running[0]);
            }
        }
        assertThat(running[1]).isEqualTo(2);
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        Bench.replay(definition, run);
    }

    @Test
    void aRetryMayBringAnotherParallelism() {
        boolean[] broken = {true};
        Bench slow = new Bench((run, task, now) -> TaskScript.Answer.of(broken[0] ? Outcome.Failed.of("ClientError", "it broke") : new Outcome.Succeeded(StandIns.outputs()))
                .after(Duration.ofSeconds(1)));
        ObjectNode input = Bench.input(Map.of());
        input.putObject("ParallelismConfiguration").put("MaxParallelExecutionSteps", 1);
        String definition = pipeline("A", "B", "C");
        SimulatedRun run = slow.run(definition, input);
        assertThat(Bench.status(run)).isEqualTo("Failed");

        broken[0] = false;
        slow.engine.redrive(run, Optional.of(SharedDefinitions.json("{\"ParallelismConfiguration\": {\"MaxParallelExecutionSteps\": 0}}")));
        slow.engine.advance();
        assertThat(Bench.status(run)).as("after a retry with a parallelism of 0").isEqualTo("Failed");
        Instant before = slow.engine.now();
        slow.engine.redrive(run, Optional.of(SharedDefinitions.json("{\"ParallelismConfiguration\": {\"MaxParallelExecutionSteps\": 3}}")));
        slow.engine.advance();
        assertThat(Bench.status(run)).isEqualTo("Succeeded");
        assertThat(slow.engine.now()).as("three steps at once").isEqualTo(before.plusSeconds(1));
        assertThat(ExecutionView.of(run.history()).execution().at("/ParallelismConfiguration/MaxParallelExecutionSteps").asInt()).isEqualTo(3);
        Bench.replay(definition, run);
    }
}
