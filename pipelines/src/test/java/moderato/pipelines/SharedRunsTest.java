package moderato.pipelines;

import java.util.List;
import java.util.Map;
import java.util.Set;
import moderato.kernel.Outcome;
import moderato.kernel.SimulatedRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every definition runs to its end with stand-ins, and replays. */
@Tag("shared")
class SharedRunsTest {

    private static final Map<String, Map<String, String>> PARAMETERS = Map.of(
            "own_churn_full", Map.of("Approval", "Approved"),
            "sdk_callback", Map.of("MyStr", "s"),
            "sdk_emr_retry", Map.of("MyStr", "s"),
            "sdk_condition_interpolated", Map.of("MyInt1", "1", "MyInt2", "2", "MyStr", "s"),
            "sdk_collection_in_branch", Map.of("ModelData", "s3://b/model.tar.gz"),
            "sdk_pipeline_two_step", Map.of("MyStr", "s"),
            "sdk_quality_data", Map.of("BaselineDataset", "s3://b/data"));

    private static final Set<String> NEED_AWS = Set.of("own_batch_monitoring", "own_checks_all", "own_deploy_endpoint", "sdk_automl", "sdk_clarify_model_bias",
            "sdk_emr_retry", "sdk_quality_data");
    private static final Set<String> END_IN_FAIL = Set.of("own_nested_conditions", "sdk_fail_join");

    static List<String> names() {
        return SharedDefinitions.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void runsToItsEndAndReplays(String name) {
        Bench bench = new Bench();
        String text = SharedDefinitions.text(name);
        SimulatedRun run = bench.run(text, Bench.input(PARAMETERS.getOrDefault(name, Map.of())));
        while (!run.tokens().isEmpty()) {
            bench.engine.answer(run.tokens().getFirst(), new Outcome.Succeeded(SharedDefinitions.json("{\"OutputParameters\": " + StandIns.outputs() + "}")));
            bench.engine.advance();
        }
        assertThat(run.outcome()).as(Bench.steps(run)).hasValueSatisfying(outcome -> {
            switch (outcome) {
                case Outcome.Failed failed when NEED_AWS.contains(name) -> assertThat(failed.error()).hasValue(NeedsAws.ERROR);
                case Outcome.Failed failed when END_IN_FAIL.contains(name) -> assertThat(failed.error()).hasValue("StepFailure");
                default -> assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
            }
        });
        Bench.replay(text, run);
    }
}
