package moderato.media;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StallClockTest {

    private long now;
    private final Map<String, Long> waits = new HashMap<>(Map.of("main", 5_000_000_000L, "helper", 0L));
    private final StallClock clock = new StallClock(Duration.ofSeconds(20), () -> now, () -> Map.copyOf(waits));

    @Test
    void timeWithoutProgressIsCountedFromTheLast() {
        assertThat(overAfter(19)).isFalse();
        clock.start();
        assertThat(overAfter(19)).isFalse();
        assertThat(overAfter(2)).isTrue();
    }

    @Test
    void nothingIsCountedWhileItIsStopped() {
        clock.stop();
        assertThat(overAfter(100)).isFalse();
        clock.start();
        assertThat(overAfter(21)).isTrue();
    }

    @Test
    void whatAThreadWaitedForAProcessorIsNotCounted() {
        assertThat(overAfter(10)).isFalse();
        waits.put("main", 20_000_000_000L);
        assertThat(overAfter(20)).isFalse();
        assertThat(overAfter(6)).isTrue();
    }

    @Test
    void whatOneThreadWaitedBeforeIsNotTakenForTheWaitOfAnother() {
        assertThat(overAfter(10)).isFalse();
        waits.put("worker", 12_000_000_000L);
        assertThat(overAfter(20)).isFalse();
        assertThat(overAfter(3)).isTrue();
    }

    @Test
    void tenTimesThePatienceIsTheEnd() {
        assertThat(overAfter(10)).isFalse();
        waits.put("main", 500_000_000_000L);
        assertThat(overAfter(180)).isFalse();
        assertThat(overAfter(11)).isTrue();
    }

    @Test
    void aProcessThatIsGoneHasNoWaits() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        StallClock gone = StallClock.of(process.toHandle(), Duration.ofNanos(1));

        assertThat(gone.over()).isTrue();
    }

    private boolean overAfter(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        return clock.over();
    }
}
