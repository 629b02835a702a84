package moderato.kernel;

import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs of an embedded engine that wait: for tokens, timers, heartbeats, workers. */
class WaitingRunsTest extends EmbeddedEngineBench {

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
    void forgetsRunsAfterTheirRetention() throws Exception {
        engine.start(ToyLanguage.request("a", "[]", SEVEN));
        engine.await(id("a"));
        pass(Duration.ofDays(91));
        while (engine.describe(id("a")).isPresent()) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> engine.await(id("a"))).hasMessageContaining("no run with the id");
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
}
