package moderato.kernel;

import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs that an embedded engine parks. */
class ParkedRunsTest extends EmbeddedEngineBench {

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
}
