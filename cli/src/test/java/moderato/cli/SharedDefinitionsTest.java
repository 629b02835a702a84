package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every definition of the reference material, run to its end with stand-ins for images, functions and people. */
@Tag("shared")
@Timeout(180)
class SharedDefinitionsTest {

    private static final Path DEFINITIONS = Path.of("../shared/sagemaker/definitions");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} ends with {1}")
    @CsvSource(delimiter = '|', textBlock = ENDINGS)
    void runsToItsEnd(String name, int code, String steps) throws Exception {
        DefinitionRun run = DefinitionRun.of(DEFINITIONS.resolve(name + ".json"), folder);
        assertThat(run.ending()).as(run.said()).isEqualTo(code + " " + Optional.ofNullable(steps).orElse(""));
    }

    @Test
    void noDefinitionIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(DEFINITIONS)) {
            List<String> all = files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".json") && !file.endsWith(".edges.json")).map(file -> file.replace(".json", "")).sorted()
                    .toList();
            assertThat(ENDINGS.lines().map(line -> line.substring(0, line.indexOf('|')).strip()).sorted().toList()).isEqualTo(all);
        }
    }

    private static final String ENDINGS = """
            own_batch_monitoring       | 69 | 1 Failed 1 Succeeded
            own_checks_all             | 69 | 4 Failed 2 Succeeded
            own_churn_full             | 0  | 9 Succeeded
            own_deploy_endpoint        | 69 | 1 Failed 1 Succeeded
            own_for_each_parameter     | 0  | 6 Succeeded
            own_lambda_callback_chain  | 0  | 4 Succeeded
            own_nested_conditions      | 1  | 1 Failed 33 Succeeded
            own_run_conditions         | 0  | 4 Succeeded
            real_ack_processing        | 1  | 1 Failed
            real_dynamic_framework     | 0  | 9 Succeeded
            real_example_abalone       | 0  | 7 Succeeded
            real_example_lambda        | 0  | 6 Succeeded
            real_preprocess_only       | 0  | 1 Succeeded
            sdk_automl                 | 69 | 1 Failed
            sdk_callback               | 0  | 3 Succeeded
            sdk_clarify_model_bias     | 69 | 1 Failed
            sdk_collection_in_branch   | 0  | 8 Succeeded
            sdk_condition_interpolated | 0  | 3 Succeeded
            sdk_emr_retry              | 69 | 1 Failed 1 Succeeded
            sdk_fail_join              | 1  | 1 Failed 1 Succeeded
            sdk_function_steps_or      | 0  | 4 Succeeded
            sdk_model_conditional      | 0  | 3 Succeeded
            sdk_model_lambda_reference | 0  | 3 Succeeded
            sdk_no_experiment          | 0  | 1 Succeeded
            sdk_pipeline_two_step      | 0  | 2 Succeeded
            sdk_quality_data           | 69 | 1 Failed
            sdk_tuning_multi           | 0  | 1 Succeeded
            """;
}
