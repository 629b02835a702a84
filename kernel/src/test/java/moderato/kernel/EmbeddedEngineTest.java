package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class EmbeddedEngineTest {

    private static final JsonNode SEVEN = IntNode.valueOf(7);
    private static final TaskHandlers ECHO = resource -> Optional.of((payload, context) -> payload);

    private volatile Instant time = Instant.parse("2026-11-23T10:00:00Z");
    private final InMemoryJournal journal = new InMemoryJournal();
    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private EmbeddedEngine engine = open(ECHO);

    private EmbeddedEngine open(TaskHandlers handlers) {
        return open(new ToyLanguage(), handlers);
    }

    private EmbeddedEngine open(Language language, TaskHandlers handlers) {
        InstantSource clock = () -> time;
        return EmbeddedEngine.open(journal, EngineOptions.of(List.of(language), handlers).withClock(clock));
    }

    private void restart(TaskHandlers handlers) {
        engine.close();
        engine = open(handlers);
    }

    private void pass(Duration duration) {
        time = time.plus(duration);
        engine.clockMoved();
    }

    private TaskHandlers tellingTokens() {
        return resource -> Optional.of((payload, context) -> {
            tokens.add(context.token().orElse(""));
            return payload;
        });
    }

    private static String id(String name) {
        return ToyLanguage.identity(name).id();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[]",
            "[{'do':'task'},{'do':'task'},{'do':'task'}]",
            "[{'do':'fan','n':3000},{'do':'task'}]",
            "[{'do':'child','n':200,'steps':[{'do':'fan','n':2}]}]",
            "[{'do':'child','n':200,'express':true,'steps':[{'do':'task'},{'do':'fan','n':2},{'do':'spin','n':3}]}]",
            "[{'do':'spin','n':500},{'do':'task'}]"})
    void runsAsTheInMemoryEngineDoes(String steps) throws Exception {
        StartRequest request = ToyLanguage.request("a", steps, SEVEN);
        InMemoryEngine memory = new InMemoryEngine(List.of(new ToyLanguage()), TaskScript.calling(ECHO), time, 1);
        SimulatedRun expected = memory.run(request);

        engine.start(request);
        assertThat(engine.await(id("a"))).isEqualTo(expected.outcome().orElseThrow());
        assertThat(engine.history(id("a"))).extracting(HistoryEvent::type)
                .containsExactlyElementsOf(expected.history().stream().map(HistoryEvent::type).toList());
        assertThat(engine.describe(id("a")).orElseThrow().summary().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(engine.describe(id("a")).orElseThrow().input()).isEqualTo(SEVEN);
    }

    @Test
    void startsTheSameRunOnce() throws Exception {
        restart(tellingTokens());
        StartRequest request = ToyLanguage.request("a", "[{'do':'token'}]", SEVEN);
        RunSummary first = engine.start(request);
        assertThat(engine.start(request)).isEqualTo(first);
        assertThatThrownBy(() -> engine.start(ToyLanguage.request("a", "[{'do':'token'}]", IntNode.valueOf(8))))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.RUN_EXISTS));
        engine.answer(tokens.take(), new Outcome.Succeeded(SEVEN));
        engine.await(id("a"));
        assertThatThrownBy(() -> engine.start(request)).hasMessageContaining("has ended");
    }

    @Test
    void answersTokensAlsoAfterARestart() throws Exception {
        restart(tellingTokens());
        engine.start(ToyLanguage.request("a", "[{'do':'token'},{'do':'task'}]", SEVEN));
        String token = tokens.take();
        awaitSubmitted("a");
        AtomicInteger calls = new AtomicInteger();
        restart(resource -> Optional.of((payload, context) -> {
            calls.incrementAndGet();
            return payload;
        }));
        engine.answer(token, new Outcome.Succeeded(IntNode.valueOf(9)));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(IntNode.valueOf(9)));
        assertThat(calls).as("the handler that had handed over is not called again").hasValue(1);
        assertThatThrownBy(() -> engine.answer(token, new Outcome.Succeeded(SEVEN)))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.TOKEN_NOT_FOUND));
    }

    private void awaitSubmitted(String name) throws InterruptedException {
        CountDownLatch submitted = new CountDownLatch(1);
        try (Engine.Following following = engine.follow(id(name), (place, event) -> {
            if (event.type().equals("Submitted")) {
                submitted.countDown();
            }
        })) {
            assertThat(submitted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void firesTimersThatCameDueWhileItWasDown() throws Exception {
        engine.start(ToyLanguage.request("a", "[{'do':'wait','ms':3600000}]", SEVEN));
        engine.close();
        time = time.plus(Duration.ofHours(2));
        engine = open(ECHO);
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
        assertThat(engine.history(id("a"))).extracting(HistoryEvent::type).containsExactly("Entered", "Done", "Ended");
    }

    @Test
    void firesTimersWhenTheClockComesThere() throws Exception {
        engine.start(ToyLanguage.request("a", "[{'do':'wait','ms':3600000}]", SEVEN));
        pass(Duration.ofMinutes(59));
        assertThat(engine.await(id("a"), Duration.ofMillis(5))).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
    }

    @Test
    void interruptsATaskThatTimesOut() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        restart(resource -> Optional.of((payload, context) -> {
            working.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                assertThat(context.cancelled()).isTrue();
                interrupted.countDown();
            }
            return payload;
        }));
        engine.start(ToyLanguage.request("a", "[{'do':'task','timeout':60000}]", SEVEN));
        working.await();
        pass(Duration.ofMinutes(2));
        assertThat(engine.await(id("a"))).isInstanceOf(Outcome.TimedOut.class);
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void missesHeartbeatsUnlessTheyCome() throws Exception {
        restart(tellingTokens());
        engine.start(ToyLanguage.request("a", "[{'do':'token','heartbeat':1000}]", SEVEN));
        String token = tokens.take();
        awaitSubmitted("a");
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMillis(900));
            engine.heartbeat(token);
        }
        assertThat(engine.await(id("a"), Duration.ofMillis(5))).isEmpty();
        pass(Duration.ofMillis(1_100));
        assertThat(engine.await(id("a"))).isEqualTo(Outcome.Failed.of("Heartbeat", ""));
    }

    @Test
    void stopsARunAndItsChildren() throws Exception {
        engine.start(ToyLanguage.request("a", "[{'do':'child','n':3,'steps':[{'do':'wait','ms':1000}]}]", SEVEN));
        while (engine.list(RunFilter.newest(10).childrenOf(id("a"))).runs().size() < 3) {
            Thread.onSpinWait();
        }
        engine.stop(id("a"), Optional.of("E"), Optional.of("enough"));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Stopped(Optional.of("E"), Optional.of("enough")));
        for (RunSummary child : engine.list(RunFilter.newest(10).childrenOf(id("a"))).runs()) {
            assertThat(engine.await(child.run().id())).isInstanceOf(Outcome.Stopped.class);
        }
        assertThatThrownBy(() -> engine.stop(id("a"), Optional.empty(), Optional.empty())).hasMessageContaining("has ended");
        assertThatThrownBy(() -> engine.stop("nobody", Optional.empty(), Optional.empty())).hasMessageContaining("no run with the id nobody");
    }

    @Test
    void redrivesFromWhereItFailed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        restart(resource -> Optional.of((payload, context) -> {
            calls.incrementAndGet();
            if (resource.equals("weak") && calls.get() < 3) {
                throw new TaskFailedException("Weak", "not yet");
            }
            return payload;
        }));
        engine.start(ToyLanguage.request("a", "[{'do':'task'},{'do':'task','resource':'weak'}]", SEVEN));
        assertThat(engine.await(id("a"))).isEqualTo(Outcome.Failed.of("Weak", "not yet"));
        restart(ECHO);
        engine.redrive(id("a"));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
        assertThat(engine.describe(id("a")).orElseThrow().summary().redrives()).isEqualTo(1);
        assertThatThrownBy(() -> engine.redrive(id("a"))).hasMessageContaining("cannot be redriven");
        assertThat(engine.history(id("a"))).extracting(HistoryEvent::type)
                .containsExactly("Entered", "Done", "Entered", "Ended", "Entered", "Done", "Ended");
    }

    @Test
    void aRedriveMayBringAnInputThatOutlivesTheEngine() throws Exception {
        restart(resource -> Optional.of((payload, context) -> {
            if (payload.equals(SEVEN)) {
                throw new TaskFailedException("Weak", "not seven");
            }
            tokens.add(context.token().orElse("none"));
            return payload;
        }));
        engine.start(ToyLanguage.request("a", "[{'do':'task'},{'do':'token'}]", SEVEN));
        engine.await(id("a"));
        engine.redrive(id("a"), Optional.of(IntNode.valueOf(8)));
        tokens.take();
        String token = tokens.take();
        restart(ECHO);
        engine.answer(token, new Outcome.Succeeded(SEVEN));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
        assertThat(engine.history(id("a"))).extracting(HistoryEvent::toJson).extracting(line -> line.path("value").asText()).contains("8");
    }

    @Test
    void aProgramThatThrowsParksThatRunOnly() throws Exception {
        engine.start(ToyLanguage.request("bad", "[{'do':'task'},{'do':'break'}]", SEVEN));
        engine.start(ToyLanguage.request("good", "[{'do':'task'},{'do':'task'}]", SEVEN));
        assertThat(engine.await(id("good"))).isEqualTo(new Outcome.Succeeded(SEVEN));
        assertThatThrownBy(() -> engine.await(id("bad"))).hasMessageContaining("parked").hasMessageContaining("the toy breaks at step 1");
        assertThat(engine.describe(id("bad")).orElseThrow().summary().status()).isEqualTo(RunStatus.PARKED);
        engine.stop(id("bad"), Optional.empty(), Optional.empty());
        assertThat(engine.await(id("bad"))).isInstanceOf(Outcome.Stopped.class);
    }

    @Test
    void aRunOfAnotherVersionIsParkedAndGoesOnWithItsOwn() throws Exception {
        restart(tellingTokens());
        engine.start(ToyLanguage.request("a", "[{'do':'token'}]", SEVEN));
        String token = tokens.take();
        engine.close();
        engine = open(new ToyLanguage(2), ECHO);
        assertThatThrownBy(() -> engine.await(id("a"))).hasMessageContaining("version 1").hasMessageContaining("version 2");
        restart(ECHO);
        engine.answer(token, new Outcome.Succeeded(SEVEN));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
    }

    @Test
    void aReplayThatComesToOtherCommandsParks() throws Exception {
        engine.start(ToyLanguage.request("a", "[{'do':'wait','ms':5000}]", SEVEN));
        engine.close();
        Language changed = new Language() {
            @Override
            public String name() {
                return "toy";
            }

            @Override
            public int semantics() {
                return 1;
            }

            @Override
            public Program<?> compile(Definition definition) {
                return new ToyLanguage().compile(ToyLanguage.definition("[{'do':'wait','ms':6000}]"));
            }
        };
        engine = open(changed, ECHO);
        assertThatThrownBy(() -> engine.await(id("a"))).hasMessageContaining("event 1 (Started) no longer leads where it led before");
    }

    @Test
    void workersTakeActivitiesAndAnswerThem() throws Exception {
        restart(resource -> Optional.empty());
        engine.start(ToyLanguage.request("a", "[{'do':'fan','n':2,'resource':'arn:x:activity:sort'}]", SEVEN));
        ActivityTask first = engine.pollActivity("arn:x:activity:sort", "me", Duration.ofSeconds(20)).orElseThrow();
        ActivityTask second = engine.pollActivity("arn:x:activity:sort", "me", Duration.ofSeconds(20)).orElseThrow();
        assertThat(first.input()).isEqualTo(SEVEN);
        assertThat(engine.pollActivity("arn:x:activity:sort", "me", Duration.ZERO)).isEmpty();
        engine.answer(first.token(), new Outcome.Succeeded(SEVEN));
        restart(resource -> Optional.empty());
        assertThat(engine.pollActivity("arn:x:activity:sort", "me", Duration.ofSeconds(20)).map(ActivityTask::token)).contains(second.token());
        engine.answer(second.token(), new Outcome.Succeeded(SEVEN));
        assertThat(engine.await(id("a"))).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void settingsReachHandlersAndTheirChildren() throws Exception {
        Set<JsonNode> seen = ConcurrentHashMap.newKeySet();
        restart(resource -> Optional.of((payload, context) -> {
            seen.add(context.settings());
            return payload;
        }));
        JsonNode settings = ToyLanguage.NODES.objectNode().put("handlers", "file");
        engine.start(ToyLanguage.request("a", "[{'do':'task'},{'do':'child','steps':[{'do':'task'}]}]", SEVEN).withSettings(settings));
        engine.await(id("a"));
        assertThat(seen).containsExactly(settings);
        assertThat(engine.describe(id("a")).orElseThrow().settings()).isEqualTo(settings);
    }

    @Test
    void refusesInputsThatAreTooLarge() {
        assertThatThrownBy(() -> engine.start(ToyLanguage.request("a", "[]", ToyLanguage.NODES.textNode("x".repeat(262_143)))))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.TOO_LARGE));
        engine.start(ToyLanguage.request("b", "[]", ToyLanguage.NODES.textNode("x".repeat(262_142))));
    }

    @Test
    void followsFromTheStartToTheEnd() throws Exception {
        restart(tellingTokens());
        engine.start(ToyLanguage.request("a", "[{'do':'task'},{'do':'token'},{'do':'task'}]", SEVEN));
        tokens.take();
        List<String> told = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        engine.follow(id("a"), new RunListener() {
            @Override
            public void happened(long place, HistoryEvent event) {
                told.add(place + " " + event.type());
            }

            @Override
            public void ended(Outcome outcome) {
                ended.countDown();
            }
        });
        engine.answer(tokens.take(), new Outcome.Succeeded(SEVEN));
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told.stream().filter(line -> !line.contains("Submitted"))).hasSize(7);
        assertThat(told).first().isEqualTo("1 Entered");
        assertThat(told.getLast()).endsWith("Ended");
    }

    @Test
    void forgetsRunsAfterTheirRetention() throws Exception {
        engine.start(ToyLanguage.request("a", "[]", SEVEN));
        engine.await(id("a"));
        pass(Duration.ofDays(91));
        while (engine.describe(id("a")).isPresent()) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> engine.await(id("a"))).hasMessageContaining("no run with the id");
    }
}
