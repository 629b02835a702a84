package moderato.states;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import moderato.states.CaseResult.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CaseRunnerTest {

    private static final String RETRIED = """
            {"id": "retried", "definition": {"StartAt": "Call", "States": {"Call": {"Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
              "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3600}], "End": true}}},
             "input": {}, "tasks": {"Call": [
               {"input": {"FunctionName": "f"}, "error": "Busy", "cause": "try again"},
               {"input": {"FunctionName": "f"}, "output": {"Payload": 1}}]},
             "expected": {"status": "SUCCEEDED", "output": %s}}
            """;

    @TempDir
    private Path folder;

    private List<CaseResult> run(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return new CaseRunner().run(List.of(folder));
    }

    @Test
    void passesWhenEverythingIsAsExpected() throws IOException {
        assertThat(run("one.case.json", RETRIED.formatted("{\"Payload\": 1}"))).extracting(CaseResult::verdict)
                .containsExactly(Verdict.PASSED);
    }

    /** Cases beside the recorded ones, feature by feature, with what the service's documentation and public reports say of them. */
    @Test
    void passesTheNeighboursOfTheRecordedCases() throws Exception {
        Path cases = Path.of(Objects.requireNonNull(CaseRunnerTest.class.getResource("neighbours.jsonl")).toURI());
        assertThat(new CaseRunner().run(List.of(cases))).hasSizeGreaterThan(140)
                .filteredOn(result -> result.verdict() != Verdict.PASSED)
                .extracting(result -> result.id() + ": " + result.differences()).isEmpty();
    }

    @Test
    void saysWhatDiffers() throws IOException {
        CaseResult result = run("one.case.json", RETRIED.formatted("{\"Payload\": 2}")).getFirst();
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.differences())
                .containsExactly(new CaseResult.Difference("output", "{\"Payload\":2}", "{\"Payload\":1}"));
    }

    @Test
    void namesFileAndLineOfAnUnreadableCase() {
        assertThatThrownBy(() -> run("broken.jsonl", "\n{\"id\": ")).isInstanceOf(CaseRunner.UnreadableCaseException.class)
                .hasMessageContaining("broken.jsonl:2");
    }

    @Test
    void answersForAStateThatIsNotThereFail() throws IOException {
        CaseResult result = run("one.case.json", RETRIED.formatted("1").replace("{\"Call\": [", "{\"Cal\": [")).getFirst();
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.differences()).containsExactly(new CaseResult.Difference("/tasks/Cal", "the name of a state", "no state of the definition; did you mean 'Call'?"));
    }

    @Test
    void misspeltFieldsAndAnswersOfAnotherFormFail() throws IOException {
        String text = "{\"definition\": {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}, \"tasks\": {\"A\": 1}, \"expcted\": {}, \"mine\": 1}";
        assertThat(run("one.case.json", text).getFirst().differences()).extracting(CaseResult.Difference::what).containsExactly("/expcted", "/tasks/A");
        assertThat(run("one.case.json", "{\"kind\": \"executon\", \"definition\": {}}").getFirst().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(run("one.case.json", "{\"definition\": {}, \"expected\": \"x\"}").getFirst().differences()).extracting(CaseResult.Difference::what).containsExactly("/expected");
        assertThatThrownBy(() -> run("one.case.json", "[{\"id\": 1}]")).hasMessageContaining("one.case.json#/0 is no case");
    }

    @Test
    void notesAnswersThatNobodyAskedFor() throws IOException {
        String text = RETRIED.formatted("{\"Payload\": 1}").replace("\"output\": {\"Payload\": 1}}]}", "\"output\": {\"Payload\": 1}}, {\"output\": 2}]}");
        CaseResult result = run("one.case.json", text).getFirst();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.notes()).containsExactly("of the 3 answers of the task 'Call' 2 were asked for");
    }

    @Test
    void aTaskWithoutAnAnswerLeftIsADifference() throws IOException {
        String text = RETRIED.formatted("null").replace("\"error\": \"Busy\", \"cause\": \"try again\"}",
                "\"error\": \"Busy\", \"cause\": \"try again\"}]},").lines().filter(line -> !line.contains("\"output\": {\"Payload\": 1}"))
                .reduce("", (a, b) -> a + b).replace("]},,", "]},");
        CaseResult result = run("one.case.json", text).getFirst();
        assertThat(result.differences()).extracting(CaseResult.Difference::what).contains("task 'Call'");
    }
}
