package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.Definition;
import moderato.kernel.Event;
import moderato.kernel.Outcome;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryWriterTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.007Z");

    @Test
    void writesWhatTheEventsSayOfThemselves() throws IOException {
        JsonNode input = JsonText.read("{\"a\": [1, \"\\u00e9\\n\"]}");
        List<StatesEvent> events = List.of(new StatesEvent.Entered(AT, 0, "PassStateEntered", "A", input),
                new StatesEvent.Exited(AT, 1, "PassStateExited", "A", input, Map.of("v", input)),
                new StatesEvent.Iteration(AT, 2, "MapIterationStarted", "M", 4),
                new StatesEvent.Other(AT, 3, "ExecutionSucceeded", (ObjectNode) JsonText.read("{\"output\": \"1\", \"x\": {\"y\": [true, null, 0.5]}}")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistoryWriter.write(events, out);
        JsonNode written = JsonText.read(out.toString(StandardCharsets.UTF_8)).path("events");
        assertThat(written).hasSize(events.size());
        for (int i = 0; i < events.size(); i++) {
            ObjectNode event = (ObjectNode) written.get(i);
            assertThat(event.remove("id").asInt()).isEqualTo(i + 1);
            assertThat(event.remove("timestamp").asText()).isEqualTo("1.767225600007E9");
            assertThat(event.toString()).isEqualTo(events.get(i).toJson().toString());
        }
    }

    @Test
    void writesAnyDocumentAsItsTreeIsWritten() throws IOException {
        for (String text : List.of("{}", "[]", "null", "[1, -2, 3000000000, 12345678901234567890123, 1.5, 1e300, -0.0, true]",
                "{\"a \\\"b\\\"\": \"\\u0000\\u001f\\\\ / \u00e9 \ud83d\ude00\", \"c\": {\"d\": [[], {}, [null]]}}")) {
            JsonNode document = JsonText.read(text);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            HistoryWriter.write(List.of(new StatesEvent.Entered(AT, 0, "PassStateEntered", "a \"state\"", document)), out);
            JsonNode written = JsonText.read(out.toString(StandardCharsets.UTF_8)).at("/events/0/stateEnteredEventDetails");
            assertThat(written.path("input").asText()).isEqualTo(document.toString());
            assertThat(written.path("name").asText()).isEqualTo("a \"state\"");
        }
    }

    @Test
    void tellsWhichWorkerTookAnActivity() {
        StatesProgram program = new StatesLanguage().compile(Definition.of(StatesLanguage.NAME,
                "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:us-east-1:1:activity:sort\", \"End\": true}}}"));
        RunIdentity run = new RunIdentity("arn:aws:states:us-east-1:1:execution:m:e", "e", "m", "arn:aws:states:us-east-1:1:stateMachine:m", "role");
        RunState begun = program.on(program.initial(), new Event.Started(AT, 1, run, IntNode.valueOf(1)), Recorder.NONE).state();
        List<JsonNode> told = new ArrayList<>();
        program.on(begun, new Event.TaskEnded(AT, 2, "1", new Outcome.Succeeded(IntNode.valueOf(2)), Optional.of(AT), Optional.of("worker 7")), event -> told.add(event.toJson()));
        assertThat(told.getFirst().path("type").asText()).isEqualTo("ActivityStarted");
        assertThat(told.getFirst().at("/activityStartedEventDetails/workerName").asText()).isEqualTo("worker 7");
    }

    @Test
    void writesMoreThanItsBufferHolds() throws IOException {
        JsonNode large = JsonText.read("\"" + "x".repeat(20_000) + "\"");
        List<StatesEvent> events = Collections.nCopies(5, new StatesEvent.Entered(AT, 0, "PassStateEntered", "A", large));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistoryWriter.write(events, out);
        assertThat(JsonText.read(out.toString(StandardCharsets.UTF_8)).path("events")).hasSize(5)
                .allSatisfy(event -> assertThat(event.at("/stateEnteredEventDetails/input").asText()).isEqualTo(large.toString()));
    }
}
