package moderato.media;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlotsTest {

    private static List<Double> begun(Sampling sampling, double... seconds) {
        Slots slots = new Slots(sampling);
        return DoubleStream.of(seconds).filter(slots::begins).boxed().toList();
    }

    @Test
    void slotsAreCountedFromTheFirstFrame() {
        assertThat(begun(new Sampling.Fixed(1), 0.4, 0.9, 1.3, 1.4, 1.5, 2.3, 4.5, 5.3, 5.4)).containsExactly(0.4, 1.4, 4.5, 5.4);
        assertThat(begun(new Sampling.Adaptive(), 0, 0.2, 0.25, 0.3, 0.49, 0.5)).containsExactly(0.0, 0.25, 0.5);
        assertThat(begun(new Sampling.Every(), 0, 0, 0.1)).containsExactly(0.0, 0.0, 0.1);
    }
}
