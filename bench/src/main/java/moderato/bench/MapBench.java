package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.io.MoreFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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

/**
 * Measures a distributed Map that reads its items from a file of the object store and writes its results there, on the journal.
 *
 * <p>Arguments: how many items (default 100,000), what kind of child (EXPRESS or STANDARD), how many at a time (default: as many as may).
 * Start it with {@code -Xmx} to see in how much memory it passes.
 */
public final class MapBench {

    private static final String MACHINE = """
            {"StartAt": "All", "States": {"All": {"Type": "Map", "End": true, %s
              "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSONL"}, "Parameters": {"Bucket": "items", "Key": "all.jsonl"}},
              "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "results", "Prefix": "run"}},
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "%s"}, "StartAt": "One", "States": {
                "One": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:work", "End": true}}}}}}""";

    private MapBench() {
    }

    /** Runs one Map. */
    public static void main(String... arguments) throws Exception {
        int items = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        String kind = arguments.length > 1 ? arguments[1] : "EXPRESS";
        String concurrency = arguments.length > 2 ? "\"MaxConcurrency\": " + arguments[2] + "," : "";
        Path home = Files.createTempDirectory("moderato-map");
        try {
            measure(home, items, kind, concurrency);
        } finally {
            MoreFiles.deleteRecursively(home);
        }
    }

    private static void measure(Path home, int items, String kind, String concurrency) throws Exception {
        FolderStore store = new FolderStore(home.resolve("objects"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < items; i++) {
            lines.append("{\"number\": ").append(i).append(", \"name\": \"the item with the number ").append(i).append("\", \"tags\": [\"a\", \"b\"]}\n");
        }
        store.put(new ObjectAddress("items", "all.jsonl"), new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
        lines.setLength(0);
        lines.trimToSize();
        Map<String, LocalFunction> functions = Map.of("work", (event, context) -> JsonNodeFactory.instance.objectNode().put("number", event.path("number").intValue())
                .put("verdict", "nothing was found in " + event.path("name").textValue()).put("score", event.path("number").intValue() / 7.0));
        AtomicReference<Engine> self = new AtomicReference<>();
        StandardHandlers handlers = new StandardHandlers(functions, store, home.resolve("messages"), Clock.systemUTC(), self::get);
        try (EmbeddedEngine engine = EmbeddedEngine.open(SqliteJournal.open(home.resolve("journal.db")), EngineOptions.of(List.of(new StatesLanguage()), handlers))) {
            self.set(engine);
            long start = System.nanoTime();
            String machine = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
            RunIdentity run = new RunIdentity(machine.replace("stateMachine", "execution") + ":r", "r", "m", machine, "role");
            JsonNode nothing = JsonNodeFactory.instance.objectNode();
            engine.start(new StartRequest(Definition.of(StatesLanguage.NAME, MACHINE.formatted(concurrency, kind)), run, nothing, nothing));
            Outcome outcome = engine.await(run.id());
            System.out.println(String.format(Locale.ROOT, "a Map of %,d items, %s children: %s after %.1f s with a heap of %d MiB", items, kind,
                    outcome instanceof Outcome.Succeeded ? "succeeded" : outcome.toString(), (System.nanoTime() - start) / 1e9, Runtime.getRuntime().maxMemory() >> 20));
        }
    }
}
