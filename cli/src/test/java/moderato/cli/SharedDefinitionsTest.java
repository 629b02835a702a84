package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moderato.kernel.RunIdentity;
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
    private static final Pattern PARAMETER = Pattern.compile("\"Get\": *\"Parameters\\.([A-Za-z0-9_-]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} ends with {1}")
    @CsvSource(delimiter = '|', textBlock = ENDINGS)
    void runsToItsEnd(String name, int code, String steps) throws Exception {
        Path home = folder.resolve("home");
        String text = Files.readString(DEFINITIONS.resolve(name + ".json"));
        JsonNode definition = JSON.readTree(text);
        StandIns standIns = new StandIns(folder, home);
        List<String> words = new ArrayList<>(List.of("run", DEFINITIONS.resolve(name + ".json").toString(), "--name", "run1", "--images", standIns.images(), "--handlers",
                standIns.functions(definition)));
        ObjectNode input = JSON.createObjectNode();
        missing(text, definition).forEach((parameter, value) -> {
            input.withArray("PipelineParameters").addObject().put("Name", parameter).put("Value", value);
            words.addAll(List.of("-p", parameter + "=" + value));
        });
        standIns.objects(text, definition, input, new RunIdentity("arn:aws:sagemaker:us-east-1:000000000000:pipeline/" + name + "/execution/run1", "run1", name,
                "arn:aws:sagemaker:us-east-1:000000000000:pipeline/" + name, "arn:aws:iam::000000000000:role/moderato"));
        Program program = new Program(home);
        boolean asks = StandIns.steps(definition).stream().anyMatch(step -> step.path("Type").asText().equals("Callback"));
        Program.Said said = asks ? answered(program, definition, words) : program.say(words.toArray(String[]::new));
        assertThat(said.code() + " " + statuses(program)).as("%s%n%s", said.err(), program.say("runs", "show", "run1").out()).isEqualTo(code + " " + Optional.ofNullable(steps).orElse(""));
    }

    /* Values for parameters without a default, and for those that a definition made for tests names and does not declare. */
    private static Map<String, String> missing(String text, JsonNode definition) {
        Map<String, String> values = new TreeMap<>();
        PARAMETER.matcher(text).results().forEach(match -> values.put(match.group(1), StandIns.MODEL));
        for (JsonNode parameter : definition.path("Parameters")) {
            values.put(parameter.path("Name").asText(), parameter.path("Type").asText().equals("Integer") ? "1" : "Approved");
            if (parameter.has("DefaultValue")) {
                values.remove(parameter.path("Name").asText());
            }
        }
        return values;
    }

    @Test
    void noDefinitionIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(DEFINITIONS)) {
            List<String> all = files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".json") && !file.endsWith(".edges.json")).map(file -> file.replace(".json", "")).sorted()
                    .toList();
            assertThat(ENDINGS.lines().map(line -> line.substring(0, line.indexOf('|')).strip()).sorted().toList()).isEqualTo(all);
        }
    }

    /* The steps that ran, by how they ended; steps that were not reached are not listed. */
    private static String statuses(Program program) throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        Program.Said shown = program.say("runs", "show", "run1", "--json");
        if (shown.code() != ExitCode.OK) {
            return "";
        }
        JSON.readTree(shown.out()).path("PipelineExecutionSteps").forEach(step -> counts.merge(step.path("StepStatus").asText(), 1, Integer::sum));
        return String.join(" ", counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).toList());
    }

    private static Program.Said answered(Program program, JsonNode definition, List<String> words) throws Exception {
        try (Program.Other other = program.start(words.toArray(String[]::new))) {
            int answers = 0;
            for (JsonNode step : StandIns.steps(definition).stream().filter(each -> each.path("Type").asText().equals("Callback")).toList()) {
                String queue = step.path("SqsQueueUrl").asText();
                Path messages = program.home().resolve("messages/sqs/" + queue.substring(queue.lastIndexOf('/') + 1) + ".jsonl");
                while (!Files.exists(messages) || Files.readAllLines(messages).size() <= answers) {
                    if (other.over() || Thread.interrupted()) {
                        return other.end();
                    }
                    Thread.onSpinWait();
                }
                String token = JSON.readTree(Files.readAllLines(messages).get(answers++)).at("/message/MessageBody/token").asText();
                ObjectNode output = JSON.createObjectNode();
                step.path("OutputParameters").forEach(each -> output.withObjectProperty("OutputParameters").set(each.path("OutputName").asText(), StandIns.value(each)));
                Program.Said answer = program.say("runs", "answer", token, "--output", output.toString());
                assertThat(answer.code()).as(answer.err()).isZero();
            }
            return other.end();
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
