package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InMemoryEngineTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final JsonNode SEVEN = IntNode.valueOf(7);

    private static InMemoryEngine engine(TaskScript script) {
        return new InMemoryEngine(List.of(new ToyLanguage()), script, START, 42);
    }

    private static TaskScript echo() {
        return TaskScript.calling(resource -> Optional.of((payload, context) -> payload));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[]",
            "[{'do':'task'},{'do':'task'}]",
            "[{'do':'fan','n':50}]",
            "[{'do':'wait','ms':86400000},{'do':'task'}]",
            "[{'do':'child','n':3,'steps':[{'do':'wait','ms':5},{'do':'fan','n':2}]}]",
            "[{'do':'spin','n':20},{'do':'task'}]"})
    void runsToTheEndAndReplaysTheSame(String steps) {
        InMemoryEngine engine = engine(echo());
        SimulatedRun run = engine.run(ToyLanguage.request("a", steps, SEVEN));
        assertThat(run.outcome()).containsInstanceOf(Outcome.Succeeded.class);
        for (SimulatedRun each : engine.runs()) {
            ReplayContract.check(new ToyLanguage().compile(each.request().definition()), each);
        }
    }

    @Test
    void theClockJumpsToWhatIsDue() {
        InMemoryEngine engine = engine(echo());
        engine.run(ToyLanguage.request("a", "[{'do':'wait','ms':86400000}]", SEVEN));
        assertThat(engine.now()).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void aTimeoutThatIsNotReachedDoesNotMoveTheClock() {
        InMemoryEngine engine = engine((run, task, now) -> TaskScript.Answer.of(new Outcome.Succeeded(SEVEN)).after(Duration.ofSeconds(1)));
        engine.run(ToyLanguage.request("a", "[{'do':'task','timeout':60000}]", SEVEN));
        assertThat(engine.now()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void tasksTimeOutAndMissHeartbeats() {
        InMemoryEngine engine = engine((run, task, now) -> TaskScript.Answer.silence());
        assertThat(engine.run(ToyLanguage.request("a", "[{'do':'task','timeout':60000}]", SEVEN)).outcome())
                .contains(new Outcome.TimedOut(Optional.empty(), Optional.empty()));
        assertThat(engine.run(ToyLanguage.request("b", "[{'do':'task','timeout':60000,'heartbeat':10}]", SEVEN)).outcome())
                .contains(Outcome.Failed.of("Heartbeat", ""));
        assertThat(engine.now()).isEqualTo(START.plusMillis(60_010));
    }

    @Test
    void waitsForItsTokenAndGoesOn() {
        InMemoryEngine engine = engine(echo());
        SimulatedRun run = engine.run(ToyLanguage.request("a", "[{'do':'token'},{'do':'task'}]", SEVEN));
        assertThat(run.outcome()).isEmpty();
        String token = run.tokens().getFirst();
        engine.answer(token, new Outcome.Succeeded(IntNode.valueOf(8)));
        engine.advance();
        assertThat(run.outcome()).contains(new Outcome.Succeeded(IntNode.valueOf(8)));
        assertThatThrownBy(() -> engine.answer(token, new Outcome.Succeeded(SEVEN))).isInstanceOf(EngineException.class);
    }

    @Test
    void stopsAndRedrives() {
        InMemoryEngine engine = engine(echo());
        SimulatedRun run = engine.start(ToyLanguage.request("a", "[{'do':'wait','ms':1000},{'do':'task'}]", SEVEN));
        engine.advanceTo(START.plusMillis(10));
        engine.stop(run, Optional.of("Enough"), Optional.empty());
        engine.advanceTo(START.plusMillis(20));
        assertThat(run.outcome()).contains(new Outcome.Stopped(Optional.of("Enough"), Optional.empty()));
        engine.redrive(run);
        engine.advance();
        assertThat(run.outcome()).contains(new Outcome.Succeeded(SEVEN));
        ReplayContract.check(new ToyLanguage().compile(run.request().definition()), run);
    }

    @Test
    void isBounded() {
        InMemoryEngine engine = new InMemoryEngine(List.of(new ToyLanguage()), echo(), START, 42, 100, false);
        assertThatThrownBy(() -> engine.run(ToyLanguage.request("a", "[{'do':'spin','n':200}]", SEVEN)))
                .isInstanceOf(EngineException.class).hasMessageContaining("does a ever end");
    }

    @Test
    void aHandlerThatIsMissingBreaksOrSaysTooMuchFailsTheTask() {
        InMemoryEngine engine = engine(TaskScript.calling(resource -> switch (resource) {
            case "breaks" -> Optional.of((payload, context) -> {
                throw new IllegalStateException("broken");
            });
            case "large" -> Optional.of((payload, context) -> ToyLanguage.NODES.textNode("x".repeat(Limits.PAYLOAD_BYTES)));
            case "fails" -> Optional.of((payload, context) -> {
                throw new TaskFailedException("My.Error", "mine");
            });
            default -> Optional.empty();
        }));
        assertThat(fail(engine, "breaks")).isEqualTo(Outcome.Failed.of("IllegalStateException", "broken"));
        assertThat(fail(engine, "fails")).isEqualTo(Outcome.Failed.of("My.Error", "mine"));
        assertThat(fail(engine, "large").error()).contains(Limits.DATA_LIMIT_EXCEEDED);
        assertThat(fail(engine, "missing").cause().orElseThrow()).contains("no handler for the resource 'missing'");
    }

    private static Outcome.Failed fail(InMemoryEngine engine, String resource) {
        return (Outcome.Failed) engine.run(ToyLanguage.request(resource, "[{'do':'task','resource':'" + resource + "'}]", SEVEN))
                .outcome().orElseThrow();
    }
}
