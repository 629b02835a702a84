package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** To stop a task, in both drivers: its handler is told, and how it ends counts. */
@Timeout(60)
class StopTaskTest {

    private static final JsonNode SEVEN = IntNode.valueOf(7);
    private static final Outcome STOPPED = new Outcome.Stopped(Optional.empty(), Optional.empty());
    private static final String STOPPABLE = "[{'do':'task','stops':true}]";

    private final InMemoryJournal journal = new InMemoryJournal();
    private final BlockingQueue<Boolean> begun = new LinkedBlockingQueue<>();

    private EmbeddedEngine open(TaskHandler handler) {
        return EmbeddedEngine.open(journal, EngineOptions.of(List.of(new ToyLanguage()), resource -> Optional.of(handler)));
    }

    private JsonNode untilStopped(JsonNode payload, TaskContext context) throws InterruptedException {
        begun.add(context.cancelled());
        new CountDownLatch(1).await();
        return payload;
    }

    private static String id() {
        return ToyLanguage.identity("a").id();
    }

    private void startAndStop(EmbeddedEngine engine, String steps) throws InterruptedException {
        engine.start(ToyLanguage.request("a", steps, SEVEN));
        assertThat(begun.take()).as("stopped before it began").isFalse();
        engine.stop(id(), Optional.empty(), Optional.empty());
    }

    @Test
    void inMemoryItEndsAtOnce() {
        InMemoryEngine engine = new InMemoryEngine(List.of(new ToyLanguage()), (run, task, now) -> TaskScript.Answer.silence(), Instant.EPOCH, 42);
        SimulatedRun run = engine.run(ToyLanguage.request("a", "[{'do':'fan','n':3,'stops':true}]", SEVEN));
        assertThat(run.outcome()).isEmpty();
        engine.stop(run, Optional.empty(), Optional.empty());
        engine.advance();
        assertThat(run.outcome()).contains(STOPPED);
        ReplayContract.check(new ToyLanguage().compile(run.request().definition()), run);
    }

    @Test
    void aHandlerThatGivesUpHasStopped() throws Exception {
        try (EmbeddedEngine engine = open(this::untilStopped)) {
            startAndStop(engine, STOPPABLE);
            assertThat(engine.await(id())).isEqualTo(STOPPED);
        }
    }

    @Test
    void aHandlerThatStillSucceedsHasSucceeded() throws Exception {
        TaskHandler finishing = (payload, context) -> {
            try {
                return untilStopped(payload, context);
            } catch (InterruptedException e) {
                return ToyLanguage.NODES.booleanNode(context.cancelled());
            }
        };
        try (EmbeddedEngine engine = open(finishing)) {
            startAndStop(engine, STOPPABLE);
            assertThat(engine.await(id())).isEqualTo(new Outcome.Succeeded(ToyLanguage.NODES.booleanNode(true)));
        }
    }

    @Test
    void oneThatFailsHasFailed() throws Exception {
        TaskHandler failing = (payload, context) -> {
            try {
                return untilStopped(payload, context);
            } catch (InterruptedException e) {
                throw new TaskFailedException("Half", "some of it was written");
            }
        };
        try (EmbeddedEngine engine = open(failing)) {
            startAndStop(engine, STOPPABLE);
            assertThat(engine.await(id())).isEqualTo(Outcome.Failed.of("Half", "some of it was written"));
        }
    }

    @Test
    void aStopIsNotForgottenWhenTheEngineClosesBeforeTheHandlerEnds() throws Exception {
        TaskHandler deaf = (payload, context) -> {
            try {
                return untilStopped(payload, context);
            } catch (InterruptedException stop) {
                begun.add(context.cancelled());
                return untilStopped(payload, context);
            }
        };
        EmbeddedEngine first = EmbeddedEngine.open(journal, EngineOptions.of(List.of(new ToyLanguage()), resource -> Optional.of(deaf)).withPatience(Duration.ZERO));
        startAndStop(first, STOPPABLE);
        assertThat(begun.take()).as("told to stop").isTrue();
        first.close();
        begun.clear();

        try (EmbeddedEngine next = open(this::untilStopped)) {
            assertThat(next.await(id())).isEqualTo(STOPPED);
        }
    }
}
