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
        List<Turn.Held> busy = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            busy.add(Turn.SPEECH.take());
        }
        List<Thread> waiting = new ArrayList<>();
        for (Turn turn : List.of(Turn.FACES, Turn.SPEECH, Turn.TEXT, Turn.PICTURES, Turn.TOXICITY)) {
            Thread thread = Thread.ofPlatform().start(() -> {
                try (Turn.Held _ = turn.take()) {
                    went.add(turn);
                }
            });
            waiting.add(thread);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        busy.removeLast().close();
        for (Thread thread : waiting) {
            thread.join();
        }
        busy.forEach(Turn.Held::close);
        assertThat(went).containsExactly(Turn.TOXICITY, Turn.PICTURES, Turn.TEXT, Turn.SPEECH, Turn.FACES);
    }
}
