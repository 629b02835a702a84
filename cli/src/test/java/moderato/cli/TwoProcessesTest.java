package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** One process owns the home folder and works; this one asks it, or takes over from it. */
@Timeout(180)
class TwoProcessesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() {
        program = new Program(folder.resolve("home"));
    }

    @Test
    void aTokenIsAnsweredFromASecondProcess() throws Exception {
        String machine = file("ask.asl.json", """
                {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                  "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}, "End": true}}}""");
        String handlers = file("handlers.yaml", "lambda: {ask: {command: [sh, -c, 'printf %s \"$MODERATO_TASK_TOKEN\" > token']}}");
        try (Program.Other owner = program.start("run", machine, "--name", "asked", "--handlers", handlers)) {
            owner.until("Ask  submitted");
            assertThat(program.say("runs", "list").out()).contains("RUNNING").contains("asked");
            assertThat(program.say("runs", "show", "asked").out()).contains("\u25b6 Ask");
            Program.Said answered = program.say("runs", "answer", Files.readString(folder.resolve("token")), "--output", "{\"approved\": true}");
            assertThat(answered.code()).as(answered.err()).isZero();

            Program.Said said = owner.end();
            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.out()).contains("\"approved\" : true");
        }
    }

    @Test
    void aWorkerInAnotherProcessTakesTheTaskOfAnActivityAndAnswersIt() throws Exception {
        String activity = "arn:aws:states:eu-central-1:123456789012:activity:sign";
        String machine = file("sign.asl.json", "{\"StartAt\": \"Sign\", \"States\": {\"Sign\": {\"Type\": \"Task\", \"Resource\": \"" + activity + "\", \"End\": true}}}");
        try (Program.Other owner = program.start("run", machine, "--name", "signed", "--input", "{\"page\": 3}")) {
            owner.until("Sign  waits for a worker: moderato runs take " + activity);
            Program.Said taken = program.say("runs", "take", activity, "--worker", "notary");
            assertThat(taken.code()).as(taken.err()).isZero();
            JsonNode task = JSON.readTree(taken.out());
            assertThat(JSON.readTree(task.path("input").asText()).path("page").asInt()).isEqualTo(3);
            assertThat(JSON.readTree(program.say("runs", "take", activity, "--wait", "0").out()).path("taskToken").isNull()).as("it is taken").isTrue();

            Program.Said answered = program.say("runs", "answer", task.path("taskToken").asText(), "--output", "{\"by\": \"notary\"}");
            assertThat(answered.code()).as(answered.err()).isZero();
            assertThat(owner.end().out()).contains("\"by\" : \"notary\"");
        }
    }

    @Test
    void whatAStepGaveIsSeenFromASecondProcess() throws Exception {
        String pipeline = file("asks.pipeline.json", """
                {"Version": "2020-12-01", "Steps": [
                  {"Name": "Made", "Type": "Model", "Arguments": {"PrimaryContainer": {"Image": "moderato/nudity-model"}, "ExecutionRoleArn": "arn:aws:iam::000000000000:role/moderato"}},
                  {"Name": "Asked", "Type": "Callback", "DependsOn": ["Made"], "SqsQueueUrl": "https://sqs.us-east-1.amazonaws.com/000000000000/questions", "Arguments": {},
                   "OutputParameters": []}]}""");
        try (Program.Other owner = program.start("run", pipeline, "--name", "asks")) {
            owner.until("Asked");
            Path page = folder.resolve("asks.html");
            assertThat(program.say("runs", "show", "asks", "--html", page.toString()).code()).isZero();
            assertThat(Files.readString(page)).contains("pipelines-asks-Made");
        }
    }

    @Test
    void aRunIsStoppedFromASecondProcess() throws Exception {
        try (Program.Other owner = program.start("run", file("wait.asl.json", waiting(600)), "--name", "long")) {
            owner.until("Pause  entered");
            assertThat(program.say("runs", "stop", "long", "--error", "Enough", "--cause", "no longer wanted").code()).isZero();

            Program.Said said = owner.end();
            assertThat(said.code()).isEqualTo(ExitCode.STOPPED);
            assertThat(said.err()).contains("was stopped in Pause").contains("cause: no longer wanted");
            assertThat(program.say("runs", "show", "long").out()).contains("ABORTED").contains("\u25a0 Pause");
        }
    }

    @Test
    void whatADeadProcessLeftIsResumed() throws Exception {
        try (Program.Other owner = program.start("run", file("wait.asl.json", waiting(2)), "--name", "orphan")) {
            owner.until("Pause  entered");
            owner.kill();
        }
        Program.Said said = program.say("runs", "resume");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("1 run is open").contains("orphan  SUCCEEDED");
        assertThat(program.say("runs", "history", "orphan").out()).containsSubsequence("WaitStateEntered", "WaitStateExited", "PassStateEntered", "ExecutionSucceeded");
    }

    @Test
    void aRunThatTimedOutWhileNobodyWasThereSaysSo() throws Exception {
        try (Program.Other owner = program.start("run", file("late.asl.json", waiting(600).replace("{\"StartAt\"", "{\"TimeoutSeconds\": 1, \"StartAt\"")), "--name", "late")) {
            owner.until("Pause  entered");
            owner.kill();
        }
        Program.Said said = program.say("runs", "resume");

        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(said.out()).contains("late  TIMED_OUT");
        assertThat(said.err()).contains("timed out in Pause");
    }

    @Test
    void aMapOfTwentyThousandItemsNeedsLittleMemory() throws Exception {
        Path items = Files.createDirectories(folder.resolve("home/objects/items"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("{\"n\":").append(i).append("}\n");
        }
        Files.writeString(items.resolve("all.jsonl"), lines);
        String machine = file("map.asl.json", """
                {"StartAt": "All", "States": {"All": {"Type": "Map", "MaxConcurrency": 100, "ResultPath": null, "End": true,
                  "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSONL"}, "Parameters": {"Bucket": "items", "Key": "all.jsonl"}},
                  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}""");
        try (Program.Other owner = program.start("run", machine, "--quiet")) {
            Program.Said said = owner.end();
            assertThat(said.code()).as(said.err()).isZero();
        }
    }

    private static String waiting(int seconds) {
        return "{\"StartAt\": \"Pause\", \"States\": {\"Pause\": {\"Type\": \"Wait\", \"Seconds\": " + seconds
                + ", \"Next\": \"After\"}, \"After\": {\"Type\": \"Pass\", \"End\": true}}}";
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
