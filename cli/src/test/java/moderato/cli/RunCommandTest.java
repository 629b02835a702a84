package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import moderato.kernel.Engine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code moderato run} and {@code moderato runs}, in one process. */
@Timeout(120)
class RunCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASS = "{'StartAt': 'Add', 'States': {'Add': {'Type': 'Pass', 'Parameters': {'sum.$': 'States.MathAdd($.a, 1)'}, 'End': true}}}";
    private static final String FAIL = """
            {'StartAt': 'Look', 'States': {'Look': {'Type': 'Pass', 'Next': 'Refuse'},
             'Refuse': {'Type': 'Fail', 'Error': 'Order.Empty', 'Cause': 'nothing is ordered'}}}""";
    private static final String CALL = """
            {'StartAt': 'Before', 'States': {'Before': {'Type': 'Pass', 'Next': 'Call'},
             'Call': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'Parameters': {'FunctionName': 'work', 'Payload.$': '$'},
                      'OutputPath': '$.Payload', 'End': true}}}""";

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() {
        program = new Program(folder.resolve("home"));
    }

    @Test
    void printsTheOutputAndNothingElseOnStandardOutput() throws IOException {
        Program.Said said = program.say("run", file("pass.asl.json", PASS), "--input", "{\"a\": 41}");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(JSON.readTree(said.out())).isEqualTo(JSON.readTree("{\"sum\": 42}"));
        assertThat(said.err()).containsSubsequence("started", "Add  entered (Pass)", "Add  done", "succeeded");
    }

    @Test
    void aFailedRunNamesStateErrorAndCause() throws IOException {
        Program.Said said = program.say("run", file("fail.asl.json", FAIL), "--name", "broken");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("run broken failed in Refuse").contains("error: Order.Empty").contains("cause: nothing is ordered");
        assertThat(said.err().split("nothing is ordered", -1)).as("the cause is printed once:\n%s", said.err()).hasSize(2);
    }

    @Test
    void everythingThatIsWrongInAnImageMapIsSaidBeforeAnythingStarts() throws IOException {
        String images = file("images.yaml", "images:\n  'tools:*': {comand: [sh]}\n  'sums:*': python3\n  'more:*': {command: sh}\nmodel: {}\n");

        Program.Said said = program.say("run", file("pass.asl.json", PASS), "--images", images);

        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err().lines()).satisfiesExactly(
                line -> assertThat(line).contains("images.yaml:2:15: unknown key 'comand'; did you mean 'command'?"),
                line -> assertThat(line).contains("images.yaml:3:3: expected a mapping (key: value) here, found \"python3\""),
                line -> assertThat(line).contains("images.yaml:4:14: command is a list: [PROGRAM, ARGUMENT...]"),
                line -> assertThat(line).contains("images.yaml:5:1: unknown key 'model'; did you mean 'models'?"));
    }

    @Test
    void theStateThatFailedIsNamedAndNotTheOneEnteredLast() throws IOException {
        Program.Said said = program.say("run", file("parallel.asl.json", """
                {'StartAt': 'Both', 'States': {'Both': {'Type': 'Parallel', 'End': true, 'Branches': [
                  {'StartAt': 'First', 'States': {'First': {'Type': 'Fail', 'Error': 'E', 'Cause': 'c'}}},
                  {'StartAt': 'Second', 'States': {'Second': {'Type': 'Wait', 'Seconds': 600, 'End': true}}}]}}}"""));

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("failed in First\n");
    }

    @Test
    void aRunOutOfTimeHasACodeOfItsOwn() throws IOException {
        Program.Said said = program.say("run", file("late.asl.json", "{'StartAt': 'Long', 'TimeoutSeconds': 1, 'States': {'Long': {'Type': 'Wait', 'Seconds': 600, 'End': true}}}"));

        assertThat(said.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(said.err()).contains("timed out in Long");
    }

    @Test
    void aCommandStandsForAFunction() throws IOException {
        Program.Said said = program.say("run", file("call.asl.json", CALL), "--input", "{\"n\": 7}", "--handlers", file("handlers.yaml", "lambda: {work: {command: [cat]}}"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(JSON.readTree(said.out()).path("n").asInt()).isEqualTo(7);
    }

    @Test
    void aNameThatIsTakenIsNoBug() throws IOException {
        program.say("run", file("pass.asl.json", PASS), "--input", "{\"a\": 1}", "--name", "one");
        Program.Said again = program.say("run", file("pass.asl.json", PASS), "--input", "{\"a\": 2}", "--name", "one");

        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(again.err()).contains("one").doesNotContain("bug");
    }

    @Test
    void anUnknownRunOrTokenIsNoBug() {
        assertThat(program.say("runs", "show", "nobody").err()).contains("no run is called 'nobody'");
        Program.Said answer = program.say("runs", "answer", "no-such-token", "--output", "1");
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(answer.err()).doesNotContain("bug");
    }

    @Test
    void showsWhatIsKept() throws IOException {
        program.say("run", file("pass.asl.json", PASS), "--input", "{\"a\": 41}", "--name", "good");
        program.say("run", file("fail.asl.json", FAIL), "--name", "broken");

        assertThat(program.say("runs", "list").out()).containsSubsequence("STATUS", "FAILED", "fail", "broken", "SUCCEEDED", "pass", "good");
        assertThat(program.say("runs", "list", "--status", "failed").out()).contains("broken").doesNotContain("good");
        assertThat(program.say("runs", "show", "broken").out()).contains("FAILED").containsSubsequence("\u2713 Look", "\u2717 Refuse", "Order.Empty: nothing is ordered");

        JsonNode described = JSON.readTree(program.say("runs", "show", "good", "--json").out());
        assertThat(described.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(described.path("output").asText()).isEqualTo("{\"sum\":42}");
        assertThat(described.path("executionArn").asText()).endsWith(":execution:pass:good");

        JsonNode events = JSON.readTree(program.say("runs", "history", "good", "--json").out()).path("events");
        assertThat(events.findValuesAsText("type")).containsExactly("ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded");
        assertThat(events.findValuesAsText("id")).containsExactly("1", "2", "3", "4");
        assertThat(program.say("runs", "history", "good").out()).containsSubsequence("PassStateEntered", "Add", "PassStateExited", "Add", "ExecutionSucceeded");
    }

    @Test
    void aPageNeedsNothingButItself() throws IOException {
        program.say("run", file("fail.asl.json", FAIL), "--name", "broken", "--input", "{\"text\": \"<script>\"}");
        Path page = folder.resolve("run.html");
        assertThat(program.say("runs", "show", "broken", "--html", page.toString()).code()).isZero();

        assertThat(Files.readString(page)).contains("<svg", "Look", "Refuse", "Order.Empty", "&lt;script&gt;").doesNotContain("http:", "https:", " src=", "<link", "\"<script>\"");
    }

    @Test
    void aPageTellsWhenAWayIsTakenAndHowLongAGroupTook() throws IOException {
        String machine = """
                {"StartAt": "Check", "States": {
                  "Check": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 5, "Next": "Both"}], "Default": "Sorry"},
                  "Both": {"Type": "Parallel", "Branches": [{"StartAt": "L", "States": {"L": {"Type": "Fail", "Error": "Oops"}}}],
                    "Catch": [{"ErrorEquals": ["Oops"], "Next": "Sorry"}], "End": true},
                  "Sorry": {"Type": "Pass", "End": true}}}""";
        program.say("run", file("ways.asl.json", machine), "--name", "ways", "--input", "{\"n\": 9}");
        Path page = folder.resolve("ways.html");
        program.say("runs", "show", "ways", "--html", page.toString());

        assertThat(Files.readString(page)).contains("</title>$.n NumericGreaterThan 5</text>", "</title>default</text>", "</title>catch Oops</text>")
                .containsPattern("text-anchor=\"end\"[^>]*>Parallel  \\d");
    }

    @Test
    void aFailedRunGoesOnWhereItFailed() throws IOException {
        String handlers = file("handlers.yaml", "lambda: {work: {command: [sh, -c, \"test -e mended && echo 5\"]}}");
        assertThat(program.say("run", file("call.asl.json", CALL), "--name", "again", "--handlers", handlers).code()).isEqualTo(ExitCode.FAILED);
        file("mended", "");
        Program.Said said = program.say("runs", "redrive", "again");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).isEqualToIgnoringNewLines("5");
        JsonNode events = JSON.readTree(program.say("runs", "history", "again", "--json").out()).path("events");
        assertThat(events.findValuesAsText("type")).containsOnlyOnce("PassStateEntered").contains("ExecutionRedriven").endsWith("ExecutionSucceeded");
    }

    @Test
    void aPipelinesRetryMayBringAnotherParallelism() throws IOException {
        String handlers = file("handlers.yaml", "lambda: {work: {command: [sh, -c, \"test -e mended && echo '{}'\"]}}");
        String pipeline = file("two.pipeline.json", """
                {'Version': '2020-12-01', 'Parameters': [{'Name': 'Rate', 'Type': 'Float', 'DefaultValue': 2}], 'Steps': [
                  {'Name': 'One', 'Type': 'Lambda', 'FunctionArn': 'arn:aws:lambda:us-east-1:000000000000:function:work', 'Arguments': {}},
                  {'Name': 'Two', 'Type': 'Lambda', 'FunctionArn': 'arn:aws:lambda:us-east-1:000000000000:function:work', 'Arguments': {}}]}
                """);
        assertThat(program.say("run", pipeline, "--name", "again", "--handlers", handlers, "--parallelism", "1").code()).isEqualTo(ExitCode.FAILED);
        file("mended", "");
        assertThat(program.say("runs", "retry", "again", "--parallelism", "0").err()).contains("--parallelism is a whole number from 1 up, not 0");
        Program.Said said = program.say("runs", "retry", "again", "--parallelism", "2");

        assertThat(said.code()).as(said.err()).isZero();
        JsonNode shown = JSON.readTree(program.say("runs", "show", "again", "--json").out());
        assertThat(shown.findValue("MaxParallelExecutionSteps").asInt()).isEqualTo(2);
        Path page = folder.resolve("two.html");
        program.say("runs", "show", "again", "--html", page.toString());
        assertThat(Files.readString(page)).as("a parameter that nobody gave").contains("&quot;Rate&quot; : &quot;2.0&quot;");

        program.say("run", file("fail.asl.json", FAIL), "--name", "broken");
        assertThat(program.say("runs", "retry", "broken", "--parallelism", "2").err()).contains("--parallelism is for pipelines; broken is a run of a state machine");
    }

    @Test
    void aRetryMayBringMendedFilesAndKeepsThem() throws IOException {
        String wrong = file("handlers.yaml", "lambda: {work: {command: [sh, -c, 'exit 3']}}\nhttp: {allow: [127.0.0.1]}");
        String mended = file("mended.yaml", "lambda: {work: {command: [sh, -c, 'echo 5']}}");
        String images = file("images.yaml", "images: {tools: {command: [sh]}}");
        program.say("run", file("call.asl.json", CALL), "--name", "again", "--handlers", wrong, "--images", images, "--map", "s3://one=" + folder);
        assertThat(program.say("runs", "retry", "again", "--map", "folder").code()).isEqualTo(ExitCode.USAGE);
        assertThat(program.say("runs", "retry", "again", "--handlers", file("bad.yaml", "lambd: {}")).err()).contains("bad.yaml:1:1: unknown key 'lambd'");
        Program.Said said = program.say("runs", "retry", "again", "--handlers", mended, "--map", "s3://two=" + folder);

        assertThat(said.code()).as(said.err()).isZero();
        try (Engine engine = Engines.read(new Home(folder.resolve("home")))) {
            JsonNode settings = RunReference.find(engine, "again").settings();
            assertThat(settings.at("/lambda/work/command/2").asText()).isEqualTo("echo 5");
            assertThat(settings.path("http").isMissingNode()).as("the file before no longer counts").isTrue();
            assertThat(settings.at("/images/tools/command/0").asText()).isEqualTo("sh");
            assertThat(settings.path("maps")).hasSize(1);
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text.replace('\'', name.endsWith("json") ? '"' : '\'')).toString();
    }
}
