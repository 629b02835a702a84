package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import moderato.handlers.LocalFunction;
import moderato.handlers.StandardHandlers;
import moderato.journal.SqliteJournal;
import moderato.kernel.Definition;
import moderato.kernel.EmbeddedEngine;
import moderato.kernel.Engine;
import moderato.kernel.EngineOptions;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import moderato.states.StatesLanguage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Distributed Maps over files of the object store, on the engine with the journal. */
@Timeout(900)
class DistributedMapTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READ = "'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'ReaderConfig': %s, 'Parameters': {'Bucket': 'items', 'Key': '%s'}},";
    private static final String WRITE = "'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'results', 'Prefix': 'run'}},";
    private static final String CALL = "{'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:000000000000:function:work', 'End': true}";

    @TempDir
    private Path home;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @Test
    void readsJsonLinesOfTwoMegabytesAndWritesTheResults() throws Exception {
        String line = "x".repeat(2_000);
        put("lines.jsonl", IntStream.range(0, 1_050).mapToObj(i -> "{\"n\":" + i + ",\"text\":\"" + line + "\"}\n").collect(Collectors.joining()));
        JsonNode output = run(map("'MaxConcurrency': 20," + READ.formatted("{'InputType': 'JSONL'}", "lines.jsonl") + WRITE, CALL));

        assertThat(calls).hasValue(1_050);
        assertThat(mostAtOnce.get()).isBetween(1, 20);
        JsonNode manifest = object(output.path("ResultWriterDetails").path("Key").asText());
        List<JsonNode> written = new ArrayList<>();
        for (JsonNode file : manifest.at("/ResultFiles/SUCCEEDED")) {
            object(file.path("Key").asText()).forEach(written::add);
        }
        assertThat(written).hasSize(1_050);
        assertThat(JSON.readTree(written.get(7).path("Output").asText()).path("n").asInt()).isEqualTo(7);
        assertThat(JSON.readTree(written.get(7).path("Input").asText()).path("n").asInt()).isEqualTo(7);
        assertThat(written.get(7).path("StartDate").asText()).isLessThanOrEqualTo(written.get(7).path("StopDate").asText());
    }

    @Test
    void readsCsvAboveTheSizeOfAPayloadInBatches() throws Exception {
        put("rows.csv", "id,name\n" + IntStream.range(0, 20_000).mapToObj(i -> i + ",\"the name of " + i + "\"\n").collect(Collectors.joining()));
        String batches = "'ItemBatcher': {'MaxItemsPerBatch': 500}, 'MaxConcurrency': 4,";
        JsonNode output = run(map(batches + READ.formatted("{'InputType': 'CSV', 'CSVHeaderLocation': 'FIRST_ROW'}", "rows.csv"),
                "{'Type': 'Pass', 'Parameters': {'first.$': '$.Items[0].name', 'count.$': 'States.ArrayLength($.Items)'}, 'End': true}"));

        assertThat(output).hasSize(40);
        assertThat(output.get(39)).isEqualTo(JSON.readTree("{\"first\": \"the name of 19500\", \"count\": 500}"));
    }

    @Test
    void readsRowsThatLieAcrossTheParts() throws Exception {
        int rows = 40_000;
        put("long.csv", "id,\"text\"\n" + IntStream.range(0, rows).mapToObj(i -> i + ",\"" + ("\u00e9\n,".repeat(i % 7 + 100) + i) + "\"\n").collect(Collectors.joining()));
        JsonNode output = run(map("'MaxConcurrency': 10, 'ItemBatcher': {'MaxItemsPerBatch': 1000, 'MaxInputBytesPerBatch': 262144},"
                + READ.formatted("{'InputType': 'CSV', 'CSVHeaderLocation': 'FIRST_ROW'}", "long.csv"),
                "{'Type': 'Pass', 'Parameters': {'first.$': '$.Items[0].id', 'text.$': '$.Items[0].text', 'count.$': 'States.ArrayLength($.Items)'}, 'End': true}"));

        int from = 0;
        for (JsonNode batch : output) {
            assertThat(batch.path("first").asText()).isEqualTo(String.valueOf(from));
            assertThat(batch.path("text").asText()).isEqualTo("\u00e9\n,".repeat(from % 7 + 100) + from);
            from += batch.path("count").asInt();
        }
        assertThat(from).isEqualTo(rows);
    }

    @Test
    void readsNoMoreOfALargeFileThanItTakes() throws Exception {
        put("large.jsonl", IntStream.range(0, 400_000).mapToObj("{\"number\": %d, \"filling\": \"xxxxxxxxxx\"}\n"::formatted).collect(Collectors.joining()));
        Path file = new FolderStore(home.resolve("objects")).find(new ObjectAddress("items", "large.jsonl")).orElseThrow().file();
        try (RandomAccessFile larger = new RandomAccessFile(file.toFile(), "rw")) {
            larger.setLength(10_000_000_000L);
        }
        JsonNode output = run(map("'MaxConcurrency': 10," + READ.formatted("{'InputType': 'JSONL', 'MaxItems': 300}", "large.jsonl"), "{'Type': 'Pass', 'OutputPath': '$.number', 'End': true}"));

        assertThat(output).hasSize(300);
        assertThat(output.get(299).asInt()).isEqualTo(299);
    }

    @Test
    void mapsTheListingOfABucket() throws Exception {
        for (int i = 0; i < 3; i++) {
            put("in/" + i, "x");
        }
        put("other", "x");
        JsonNode output = run(map("""
                'ItemReader': {'Resource': 'arn:aws:states:::s3:listObjectsV2', 'Parameters': {'Bucket': 'items', 'Prefix': 'in/'}},""",
                "{'Type': 'Pass', 'OutputPath': '$.Key', 'End': true}"));

        assertThat(output).isEqualTo(JSON.readTree("[\"in/0\", \"in/1\", \"in/2\"]"));
    }

    @Test
    void readsEveryFileThatAListingNames() throws Exception {
        put("in/1.csv", "a,b\n1,2\n");
        put("in/2.csv", "a,b\n3,4\n5,6\n");
        JsonNode output = run(map("""
                'ItemReader': {'Resource': 'arn:aws:states:::s3:listObjectsV2', 'Parameters': {'Bucket': 'items', 'Prefix': 'in/'},
                  'ReaderConfig': {'InputType': 'CSV', 'CSVHeaderLocation': 'FIRST_ROW', 'Transformation': 'LOAD_AND_FLATTEN'}},
                'ItemSelector': {'a.$': '$$.Map.Item.Value.a', 'from.$': '$$.Map.Item.Source'},""", "{'Type': 'Pass', 'End': true}"));

        assertThat(output).isEqualTo(JSON.readTree("""
                [{"a": "1", "from": "s3://items/in/1.csv"}, {"a": "3", "from": "s3://items/in/2.csv"}, {"a": "5", "from": "s3://items/in/2.csv"}]"""));
    }

    @Test
    void takesTwentyThousandItemsAFewAtATime() throws Exception {
        put("many.json", IntStream.range(0, 20_000).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        JsonNode output = run(map("'MaxConcurrency': 50," + READ.formatted("{'InputType': 'JSON'}", "many.json"), CALL));

        assertThat(calls).hasValue(20_000);
        assertThat(mostAtOnce.get()).isBetween(1, 50);
        assertThat(output).hasSize(20_000);
        assertThat(output.get(19_999).asInt()).isEqualTo(19_999);
    }

    @Test
    @Tag("long")
    void takesAHundredThousandItemsInLittleMemory() throws Exception {
        put("many.jsonl", items(100_000, "\n"));
        assertThat(written("-Xmx128m", "{'InputType': 'JSONL'}", "many.jsonl")).isEqualTo(100_000);
    }

    @Test
    @Tag("long")
    void takesAFileThatDoesNotFitIntoTheMemory() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            String some = items(1_000, ",");
            out.write("{\"made by\": \"a test\", \"items\": [".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1_000; i++) {
                out.write(some.getBytes(StandardCharsets.UTF_8));
            }
            out.write("null]}".getBytes(StandardCharsets.UTF_8));
        }
        new FolderStore(home.resolve("objects")).put(new ObjectAddress("items", "many.json.gz"), new ByteArrayInputStream(packed.toByteArray()));
        assertThat(written("-Xmx128m", "{'ItemsPointer': '/items'}", "many.json.gz")).isEqualTo(1_000_001);
    }

    private static String items(int count, String behind) {
        return IntStream.range(0, count).mapToObj(i -> "{\"number\": %d, \"name\": \"an item of a hundred bytes or so, as people have them\", \"tags\": [\"a\", \"b\"]}".formatted(i) + behind)
                .collect(Collectors.joining());
    }

    /** How many results another process writes. */
    private int written(String heap, String config, String key) throws Exception {
        Path machine = Files.writeString(home.resolve("m.asl.json"), map(READ.formatted(config, key) + WRITE, "{'Type': 'Pass', 'End': true}").replace('\'', '"'));
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run", machine.toString(), "--home", home.toString()).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).as(said).isZero();
        Matcher manifest = Pattern.compile("run/[^\"]*manifest.json").matcher(said);
        assertThat(manifest.find()).as(said).isTrue();
        int written = 0;
        for (JsonNode file : object(manifest.group()).at("/ResultFiles/SUCCEEDED")) {
            written += object(file.path("Key").asText()).size();
        }
        return written;
    }

    @Test
    void saysWhichFileIsMissing() throws Exception {
        Outcome outcome = outcome(map(READ.formatted("{'InputType': 'JSON'}", "nowhere.json"), CALL));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.error()).hasValue("States.ItemReaderFailed");
            assertThat(failed.cause().orElse("")).contains("s3://items/nowhere.json");
        });
    }

    private static String map(String fields, String state) {
        return "{'StartAt': 'All', 'States': {'All': {'Type': 'Map', %s 'End': true, 'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'EXPRESS'}, 'StartAt': 'One', 'States': {'One': %s}}}}}"
                .formatted(fields, state);
    }

    private JsonNode run(String definition) throws Exception {
        Outcome outcome = outcome(definition);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded) outcome).output();
    }

    private Outcome outcome(String definition) throws Exception {
        AtomicReference<Engine> self = new AtomicReference<>();
        Map<String, LocalFunction> functions = Map.of("work", (event, context) -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            calls.incrementAndGet();
            atOnce.decrementAndGet();
            return event;
        });
        StandardHandlers handlers = new StandardHandlers(functions, new FolderStore(home.resolve("objects")), home.resolve("messages"), Clock.systemUTC(), self::get);
        try (EmbeddedEngine engine = EmbeddedEngine.open(SqliteJournal.open(home.resolve("journal.db")),
                EngineOptions.of(List.of(new StatesLanguage()), handlers))) {
            self.set(engine);
            String machine = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
            RunIdentity run = new RunIdentity(machine.replace("stateMachine", "execution") + ":r", "r", "m", machine, "role");
            engine.start(new StartRequest(Definition.of(StatesLanguage.NAME, definition.replace('\'', '"')), run, JsonNodeFactory.instance.objectNode(),
                    JsonNodeFactory.instance.objectNode()));
            return engine.await(run.id());
        }
    }

    private void put(String key, String text) throws IOException {
        new FolderStore(home.resolve("objects")).put(new ObjectAddress("items", key), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode object(String key) throws IOException {
        return JSON.readTree(Files.readString(new FolderStore(home.resolve("objects")).find(new ObjectAddress("results", key)).orElseThrow().file()));
    }
}
