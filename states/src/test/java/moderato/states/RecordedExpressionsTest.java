package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every recorded machine of a single Pass state, and every Choice over one operator: expression by expression, without an interpreter. */
@Tag("shared")
class RecordedExpressionsTest {

    private static final Path CASES = Path.of("../shared/asl/cases/execution");

    static List<JsonNode> passes() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (JsonNode each : read()) {
            JsonNode states = each.path("definition").path("States");
            if (states.size() == 1 && states.iterator().next().path("Type").asText().equals("Pass")
                    && each.path("wildcards").isEmpty() && !each.path("id").asText().contains("random")) {
                cases.add(each);
            }
        }
        return cases;
    }

    static List<JsonNode> choices() throws IOException {
        return read().stream().filter(each -> each.path("area").asText().startsWith("choice_operators")).toList();
    }

    private static List<JsonNode> read() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(CASES)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    cases.add(JsonText.read(line));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("passes")
    void givesTheRecordedOutput(JsonNode recorded) {
        JsonNode machine = recorded.path("definition");
        JsonNode state = machine.path("States").iterator().next();
        String name = machine.path("States").fieldNames().next();
        JsonNode expected = recorded.path("expected");
        EvaluationScope scope = Scopes.of(recorded.path("input")).withContext(() -> context(recorded.path("input")));
        boolean jsonata = state.path("QueryLanguage").asText(machine.path("QueryLanguage").asText()).equals("JSONata");
        JsonNode output;
        try {
            output = jsonata ? PayloadTemplate.jsonata(state.has("Output") ? state.path("Output") : recorded.path("input"), "Output")
                    .evaluate(scope) : pass(state, scope);
        } catch (StatesErrorException e) {
            StatesErrorException led = e.inState(name, 2);
            assertThat(led.error()).as("%s: %s", recorded.path("id").asText(), led.cause()).isEqualTo(expected.path("error").asText());
            assertThat(led.cause().replaceAll("input '.*'", "input '<json-input:1>'")).isEqualTo(expected.path("cause").asText());
            return;
        }
        assertThat(JsonEquality.equal(output, expected.path("output"))).as("%s is %s", output, expected).isTrue();
    }

    private static JsonNode context(JsonNode input) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("Execution").set("Input", input);
        return context;
    }

    private static JsonNode pass(JsonNode state, EvaluationScope scope) {
        JsonNode input = state.has("InputPath") ? JsonPathExpression.compile(state.path("InputPath").asText()).evaluate(scope)
                : scope.input();
        JsonNode result = state.has("Result") ? state.path("Result") : input;
        if (state.has("Parameters")) {
            result = PayloadTemplate.jsonPath(state.path("Parameters")).evaluate(scope.withInput(input));
        }
        if (state.has("ResultPath")) {
            result = ReferencePath.compile(state.path("ResultPath").asText()).write(scope.input(), result);
        }
        return state.has("OutputPath") ? JsonPathExpression.compile(state.path("OutputPath").asText()).evaluate(scope.withInput(result))
                : result;
    }

    @ParameterizedTest
    @MethodSource("choices")
    void takesTheRecordedBranch(JsonNode recorded) {
        JsonNode rule = recorded.path("definition").path("States").path("CheckValues").path("Choices").path(0);
        boolean held = ChoiceRule.jsonPath(rule).holds(Scopes.of(recorded.path("input")));
        assertThat(held).isEqualTo(recorded.path("expected").path("output").path("TestResult.$").asText().equals("ConditionTrue"));
    }
}
