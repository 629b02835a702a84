package moderato.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TurnTest {

    @Test
    void whoOthersWaitForGoesFirst() throws InterruptedException {
        List<Turn> went = Collections.synchronizedList(new ArrayList<>());
        int cores = Cores.toUse();
        for (int core = 0; core < cores; core++) {
            Turn.SPEECH.begin();
        }
        List<Thread> waiting = new ArrayList<>();
        for (Turn turn : List.of(Turn.FACES, Turn.SPEECH, Turn.TEXT, Turn.PICTURES, Turn.TOXICITY)) {
            Thread thread = Thread.ofPlatform().start(() -> {
                turn.begin();
                went.add(turn);
                Turn.end();
            });
            waiting.add(thread);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        Turn.end();
        for (Thread thread : waiting) {
            thread.join();
        }
        for (int core = 1; core < cores; core++) {
            Turn.end();
        }
        assertThat(went).containsExactly(Turn.TOXICITY, Turn.PICTURES, Turn.TEXT, Turn.SPEECH, Turn.FACES);
    }
}
