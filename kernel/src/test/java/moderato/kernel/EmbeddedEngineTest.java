package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedEngineTest extends EmbeddedEngineBench {

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
    void aRedriveMayBringOtherSettingsThatOutliveTheEngine() throws Exception {
        restart(resource -> Optional.of((payload, context) -> {
            if (!context.settings().path("mended").asBoolean()) {
                throw new TaskFailedException("Weak", "nothing stands for it");
            }
            tokens.add(context.token().orElse("none"));
            return context.settings();
        }));
        engine.start(ToyLanguage.request("a", "[{'do':'task'},{'do':'token'}]", SEVEN));
        engine.await(id("a"));
        JsonNode mended = ToyLanguage.NODES.objectNode().put("mended", true);
        engine.redrive(id("a"), Optional.empty(), Optional.of(mended));
        tokens.take();
        String token = tokens.take();
        restart(ECHO);
        assertThat(engine.describe(id("a")).orElseThrow().settings()).isEqualTo(mended);
        engine.answer(token, new Outcome.Succeeded(SEVEN));
        assertThat(engine.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
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
}
