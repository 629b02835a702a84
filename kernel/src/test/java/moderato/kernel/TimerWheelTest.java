package moderato.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimerWheelTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void firesLikeASortedMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long now = 1_763_892_000_123L;
        TimerWheel wheel = new TimerWheel(now);
        TreeMap<Long, List<TimerWheel.Timer>> model = new TreeMap<>();
        List<Long> fired = new ArrayList<>();
        for (int round = 0; round < 3_000; round++) {
            long due = now + (random.nextInt(4) == 0 ? random.nextLong(400L * 86_400_000) : random.nextLong(10_000)) - 5;
            TimerWheel.Timer timer = wheel.set(due, () -> fired.add(due));
            model.computeIfAbsent(Math.max(due, now), key -> new ArrayList<>()).add(timer);
            if (random.nextInt(5) == 0) {
                List<TimerWheel.Timer> some = List.copyOf(model.values()).get(random.nextInt(Math.min(3, model.size())));
                wheel.cancel(some.removeFirst());
                model.values().removeIf(List::isEmpty);
            }
            if (random.nextInt(3) == 0) {
                now += random.nextInt(10) == 0 ? random.nextLong(86_400_000) : random.nextLong(2_000);
                int expected = model.headMap(now, true).values().stream().mapToInt(List::size).sum();
                model.headMap(now, true).clear();
                int before = fired.size();
                wheel.advance(now, each -> each.action().run());
                assertThat(fired.size() - before).isEqualTo(expected);
                assertThat(wheel.next()).isGreaterThan(now);
                assertThat(fired.subList(before, fired.size())).allMatch(nowOrBefore(now));
            }
            assertThat(wheel.size()).isEqualTo(model.values().stream().mapToInt(List::size).sum());
        }
    }

    private static Predicate<Long> nowOrBefore(long now) {
        return due -> due <= now;
    }

    @Test
    void firesTheEarliestFirst() {
        TimerWheel wheel = new TimerWheel(1_000);
        List<Long> fired = new ArrayList<>();
        for (long due : new long[] {900_000, 1_001, 70_000, 1_064, 5_000}) {
            wheel.set(due, () -> fired.add(due));
        }
        wheel.advance(1_000_000, timer -> timer.action().run());
        assertThat(fired).containsExactly(1_001L, 1_064L, 5_000L, 70_000L, 900_000L);
        assertThat(wheel.next()).isEqualTo(Long.MAX_VALUE);
    }
}
