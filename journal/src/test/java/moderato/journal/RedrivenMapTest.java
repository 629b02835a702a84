package moderato.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import moderato.kernel.Definition;
import moderato.kernel.EmbeddedEngine;
import moderato.kernel.EngineOptions;
import moderato.kernel.EventCodec;
import moderato.kernel.Outcome;
import moderato.kernel.RunFilter;
import moderato.kernel.RunIdentity;
import moderato.kernel.RunSummary;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.states.StatesLanguage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A redriven distributed Map with children that the journal keeps. */
@Timeout(60)
class RedrivenMapTest {

    private static final RunIdentity RUN = new RunIdentity("arn:aws:states:us-east-1:1:execution:m:r", "r", "m",
            "arn:aws:states:us-east-1:1:stateMachine:m", "role");
    /** Each child does a, then b. */
    private static final String MAP = """
            {'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, 'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'},
              'StartAt': 'A', 'States': {'A': {'Type': 'Task', 'Resource': 'a', 'Next': 'B'}, 'B': {'Type': 'Task', 'Resource': 'b', 'End': true}}}}}}
            """.replace('\'', '"');

    @TempDir
    private Path folder;

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stuck = new CountDownLatch(1);

    private EmbeddedEngine engine() {
        return EmbeddedEngine.open(SqliteJournal.open(folder.resolve("journal.db")), EngineOptions.of(List.of(new StatesLanguage()),
                resource -> Optional.of((payload, context) -> answer(resource, payload, context))));
    }

    private JsonNode answer(String resource, JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        String call = resource + payload;
        calls.add(call);
        if (broken.contains("stuck " + call)) {
            stuck.countDown();
            new CountDownLatch(1).await();
        }
        if (broken.contains(call)) {
            throw new TaskFailedException("Broken", call);
        }
        return payload;
    }

    private static void start(EmbeddedEngine engine) {
        engine.start(new StartRequest(Definition.of(StatesLanguage.NAME, MAP), RUN, EventCodec.tree("[1, 2, 3]".getBytes(StandardCharsets.UTF_8)),
                JsonNodeFactory.instance.objectNode()));
    }

    @Test
    void childrenThatFailedGoOnWhereTheyFailed() throws InterruptedException {
        broken.add("b2");
        try (EmbeddedEngine engine = engine()) {
            start(engine);
            assertThat(engine.await(RUN.id())).isInstanceOf(Outcome.Failed.class);
        }
        calls.clear();
        try (EmbeddedEngine engine = engine()) {
            engine.redrive(RUN.id());
            assertThat(engine.await(RUN.id())).isInstanceOf(Outcome.Failed.class);
        }
        assertThat(calls).contains("b2").doesNotContain("a2");
        broken.clear();
        try (EmbeddedEngine engine = engine()) {
            engine.redrive(RUN.id());
            assertThat(engine.await(RUN.id())).isInstanceOfSatisfying(Outcome.Succeeded.class, done -> assertThat(done.output()).hasToString("[1,2,3]"));
            List<RunSummary> children = engine.list(RunFilter.newest(10).childrenOf(RUN.id())).runs();
            assertThat(children).hasSize(3).extracting(RunSummary::redrives).contains(2);
        }
    }

    @Test
    void aRedrivenChildOutlivesTheEngine() throws InterruptedException {
        broken.add("b2");
        try (EmbeddedEngine engine = engine()) {
            start(engine);
            engine.await(RUN.id());
        }
        calls.clear();
        broken.add("stuck b2");
        try (EmbeddedEngine engine = engine()) {
            engine.redrive(RUN.id());
            stuck.await();
        }
        broken.clear();
        try (EmbeddedEngine engine = engine()) {
            assertThat(engine.await(RUN.id())).isInstanceOf(Outcome.Succeeded.class);
            assertThat(engine.list(RunFilter.newest(10).childrenOf(RUN.id())).runs()).hasSize(3).extracting(RunSummary::redrives).contains(1).doesNotContain(2);
        }
        assertThat(calls).contains("b2").doesNotContain("a2");
    }
}
