package moderato.states;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import moderato.kernel.Command;
import moderato.kernel.Definition;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.Outcome;
import moderato.kernel.ReplayContract;
import moderato.kernel.RunIdentity;
import moderato.kernel.SimulatedRun;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskScript.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static moderato.states.Scopes.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Distributed Maps that read a file in parts and write results while children are under way. */
class MapStreamTest {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-\\d+");

    private final StatesLanguage language = new StatesLanguage();
    private final List<String> calls = new ArrayList<>();
    private final List<String> readings = new ArrayList<>();
    private final List<JsonNode> written = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final InMemoryEngine engine = new InMemoryEngine(List.of(language), this::answer, Instant.EPOCH, 7);

    private Definition definition = Definition.of("states", "{}");
    private String file = "";
    private int part = 10;
    private String filling = "";

    private Answer answer(RunIdentity run, Command.StartTask task, Instant now) {
        if (task.resource().endsWith("getObject")) {
            MatchResult range = RANGE.matcher(task.payload().path("Range").asText()).results().findFirst().orElseThrow();
            int from = Integer.parseInt(range.group(1));
            int to = Math.min(from + part, file.length());
            readings.add("%d after %d calls".formatted(from, calls.size()));
            return Answer.of(new Outcome.Succeeded(JsonNodeFactory.instance.objectNode().put("Body", file.substring(from, to))
                    .put("ContentRange", "bytes %d-%d/%s".formatted(from, to - 1, to == file.length() ? String.valueOf(to) : "*"))));
        }
        if (task.resource().endsWith("putObject")) {
            written.add(task.payload());
            return Answer.of(new Outcome.Succeeded(JsonNodeFactory.instance.objectNode()));
        }
        calls.add(task.payload().toString());
        return Answer.of(broken.contains(task.payload().toString()) ? Outcome.Failed.of("Broken", "by the test")
                : new Outcome.Succeeded(filling.isEmpty() ? task.payload() : JsonNodeFactory.instance.textNode(filling)));
    }

    private SimulatedRun run(String config, String more) {
        definition = Definition.of("states", json("{'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, "
                + "'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'Parameters': {'Bucket': 'b', 'Key': 'k'}, 'ReaderConfig': " + config + "}, " + more
                + "'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'}, 'StartAt': 'A', 'States': {"
                + "'A': {'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:a', 'End': true}}}}}}").toString());
        String name = "e" + engine.runs().size();
        return engine.run(StartRequest.of(definition, new RunIdentity("arn:aws:states:us-east-1:1:execution:m:" + name, name, "m",
                "arn:aws:states:us-east-1:1:stateMachine:m", "role"), json("{}")));
    }

    private void redrive(SimulatedRun run) {
        calls.clear();
        engine.redrive(run);
        engine.advance();
    }

    private void succeeds(SimulatedRun run, String output) {
        assertThat(run.outcome()).contains(new Outcome.Succeeded(json(output)));
        ReplayContract.check(language.compile(definition), run);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10, 11, 100})
    void childrenBeginBeforeTheFileIsReadToItsEnd(int characters) {
        part = characters;
        file = "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}";
        succeeds(run("{'InputType': 'JSONL'}", "'MaxConcurrency': 1, "), "[{'n': 1}, {'n': 2}, {'n': 3}, {'n': 4}]");
        assertThat(readings).hasSize((file.length() + characters - 1) / characters);
        assertThat(readings.getLast().endsWith("after 0 calls")).isEqualTo(characters > file.length());
    }

    @Test
    void noMoreIsReadThanThereIsRoomFor() {
        file = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]";
        broken.add("2");
        SimulatedRun run = run("{}", "'MaxConcurrency': 1, ");
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        assertThat(readings).hasSize(1);
        broken.clear();
        redrive(run);
        assertThat(calls).containsExactly("2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        succeeds(run, "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]");
        assertThat(readings).extracting(reading -> reading.split(" ", 2)[0]).doesNotHaveDuplicates();
    }

    @Test
    void batchesLieAcrossTheParts() {
        file = "a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n";
        succeeds(run("{'InputType': 'CSV', 'CSVHeaderLocation': 'FIRST_ROW'}", "'ItemBatcher': {'MaxItemsPerBatch': 2}, 'ItemSelector': {'i.$': '$$.Map.Item.Index', 'b.$': '$$.Map.Item.Value.b', 'of.$': '$$.Map.Item.Source'}, "),
                """
                [{'Items': [{'i': 0, 'b': '2', 'of': 's3://b/k'}, {'i': 1, 'b': '4', 'of': 's3://b/k'}]},
                 {'Items': [{'i': 2, 'b': '6', 'of': 's3://b/k'}, {'i': 3, 'b': '8', 'of': 's3://b/k'}]}, {'Items': [{'i': 4, 'b': '10', 'of': 's3://b/k'}]}]""");
    }

    @Test
    void aShareIsOneOfAllItems() {
        file = IntStream.range(0, 20).mapToObj(i -> "{\"n\":" + i + "}\n").collect(Collectors.joining());
        broken.addAll(List.of("{\"n\":0}", "{\"n\":1}"));
        SimulatedRun run = run("{'InputType': 'JSONL', 'MaxItems': 20}", "'MaxConcurrency': 1, 'ToleratedFailurePercentage': 10, ");
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(run("{'InputType': 'JSONL', 'MaxItems': 19}", "'ToleratedFailurePercentage': 10, ").outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void whatIsWrongFartherOnEndsTheMapWithItsChildren() {
        file = "[1, 2, 3, 4, 5, 6, 7, oops, 9, 10, 11, 12, 13, 14]";
        SimulatedRun run = run("{}", "'MaxConcurrency': 1, ");
        assertThat(run.outcome().orElseThrow()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.error()).contains("States.ItemReaderFailed");
            assertThat(failed.cause().orElseThrow()).contains("Unrecognized token 'oops'");
        });
        file = "[1, 2, 3, 4, 5, 6, 7, ";
        assertThat(run("{}", "").outcome().orElseThrow()).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.cause().orElseThrow()).contains("the file ends before they do"));
    }

    @Test
    void resultsAreWrittenWhileChildrenAreUnderWayAndStayWrittenThroughARedrive() {
        file = IntStream.range(0, 60).mapToObj(i -> "{\"n\":" + i + "}\n").collect(Collectors.joining());
        filling = "x".repeat(250_000);
        broken.add("{\"n\":40}");
        SimulatedRun run = run("{'InputType': 'JSONL'}",
                "'MaxConcurrency': 1, 'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'out', 'Prefix': 'p'}}, ");
        assertThat(run.outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        assertThat(written).extracting(put -> put.path("Key").asText().replaceAll(".*/", "")).containsExactly("SUCCEEDED_0.json", "SUCCEEDED_1.json");
        broken.clear();
        redrive(run);
        assertThat(calls).hasSize(20);
        ReplayContract.check(language.compile(definition), run);
        assertThat(written).extracting(put -> put.path("Key").asText().replaceAll(".*/", "")).containsExactly("SUCCEEDED_0.json", "SUCCEEDED_1.json",
                "SUCCEEDED_2.json", "SUCCEEDED_3.json", "manifest.json");
        assertThat(json(written.getLast().path("Body").asText()).at("/ResultFiles/SUCCEEDED")).hasSize(4);
        Set<String> inputs = new HashSet<>();
        written.subList(0, 4).forEach(put -> json(put.path("Body").asText()).forEach(result -> inputs.add(result.path("Input").asText())));
        assertThat(inputs).hasSize(60);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"[1, 22, -3.5e2 , {\"a\": [1, {\"b\": \"]},\\\"\"}]}, \"\\u00e9x\", null, true ,[] ]|", "[]|", "{\"x\": {\"y\": [9], \"in\": [1, [2], 3]}, \"z\": [oops|/x/in",
            "[0, {\"k\": {\"a\": 1, \"b\": [2]} } ]|/1/k", "{\"a\": 1, \"b\": \"x\"}|``"})
    void aDocumentMayBeCutAnywhere(String document, String pointer) throws Exception {
        JsonItems reader = new JsonItems(Optional.ofNullable(pointer).map(JsonPointer::compile));
        JsonItems.Part whole = reader.read(document, "");
        assertThat(whole.over()).isTrue();
        for (int cut = 0; cut < document.length(); cut++) {
            JsonItems.Part first = reader.read(document.substring(0, cut), "");
            List<PackedJson> items = new ArrayList<>(first.items());
            if (!first.over()) {
                JsonItems.Part second = reader.read(document.substring(first.read()), first.inside());
                assertThat(second.over()).isTrue();
                items.addAll(second.items());
            }
            assertThat(items).as("cut after " + document.substring(0, cut)).isEqualTo(whole.items());
        }
    }
}
