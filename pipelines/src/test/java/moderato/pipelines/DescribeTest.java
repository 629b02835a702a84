package moderato.pipelines;

import java.util.Map;
import moderato.kernel.SimulatedRun;
import moderato.kernel.TaskFailedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service's describe and list calls say of an execution. */
class DescribeTest {

    private static final String DEFINITION = """
            {"PipelineExperimentConfig": {"ExperimentName": {"Get": "Execution.PipelineName"}, "TrialName": {"Get": "Parameters.T"}},
             "Parameters": [{"Name": "T", "DefaultValue": "first"}],
             "Steps": [{"Name": "A", "Type": "Lambda", "FunctionArn": "arn:f", "Arguments": {}}]}""";

    private final Bench bench = new Bench();

    @Test
    void theExperimentHasItsNames() {
        SimulatedRun run = bench.run(DEFINITION, Bench.input(Map.of("T", "second")));
        assertThat(Bench.view(run).execution().path("PipelineExperimentConfig")).hasToString("{\"ExperimentName\":\"Test\",\"TrialName\":\"second\"}");
    }

    @Test
    void aReasonIsAtMostAsLongAsTheServiceHasIt() {
        bench.standIns.with("lambda:invoke", "A", (payload, context) -> {
            throw new TaskFailedException("ClientError", "x".repeat(2000));
        });
        assertThat(Bench.step(bench.run(DEFINITION), "A").path("FailureReason").asText()).hasSize(1024);
    }
}
