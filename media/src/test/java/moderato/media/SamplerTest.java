package moderato.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which frames become candidates, and which of these are looked at first; 25 frames a second. */
class SamplerTest {

    private static final double RATE = 25;

    private record Taken(int frame, boolean cut, boolean base, boolean moved) {}

    @Test
    void aStandingPictureGivesTwoCandidatesASecondAndABaseFrameEveryTwo() {
        List<Taken> taken = sample(IntStream.range(0, 101).mapToObj(i -> scene(1, 0)).toList());
        assertThat(taken).extracting(Taken::frame).containsExactly(0, 13, 25, 38, 50, 63, 75, 88, 100);
        assertThat(taken).filteredOn(Taken::base).extracting(Taken::frame).containsExactly(0, 50, 100);
    }

    @Test
    void aCutIsACandidateInItsOwnQuarterOfASecond() {
        List<Taken> taken = sample(IntStream.range(0, 50).mapToObj(i -> scene(i < 17 ? 1 : i < 23 ? 2 : 3, 0)).toList());
        assertThat(taken).filteredOn(Taken::cut).extracting(Taken::frame).containsExactly(17, 23);
        assertThat(taken).filteredOn(Taken::cut).allMatch(Taken::base);
    }

    @Test
    void movementBehindACutIsNoCut() {
        List<Taken> taken = sample(IntStream.range(0, 100).mapToObj(i -> i < 30 ? scene(1, 0) : scene(2, i)).toList());
        assertThat(taken).filteredOn(Taken::cut).extracting(Taken::frame).containsExactly(30);
    }

    @Test
    void aMovementThatSetsInIsACutOnceAtMostAndThenABaseFrameEverySecond() {
        List<Taken> taken = sample(IntStream.range(0, 250).mapToObj(i -> scene(1, Math.max(0, i - 50))).toList());
        assertThat(taken).filteredOn(Taken::cut).extracting(Taken::frame).containsExactly(51);
        assertThat(taken).filteredOn(Taken::moved).extracting(Taken::frame).containsExactly(75, 100, 125, 150, 175, 200, 225);
    }

    @Test
    void aPictureOfOneFrameIsACutBothWays() {
        CutDetector cuts = new CutDetector();
        List<Integer> found = IntStream.range(0, 60).filter(i -> cuts.next(scene(i == 30 ? 2 : 1, 0))).boxed().toList();
        assertThat(found).containsExactly(30, 31);
    }

    private static List<Taken> sample(List<Fingerprint> frames) {
        Sampling adaptive = new Sampling.Adaptive();
        Slots slots = new Slots(adaptive);
        Sampler sampler = new Sampler(adaptive);
        List<Taken> taken = new ArrayList<>();
        int pending = -1;
        for (int i = 0; i <= frames.size(); i++) {
            boolean cut = sampler.pendingCut();
            Sampler.Verdict verdict = i == frames.size() ? Sampler.Verdict.NEXT : sampler.offer(slots.begins(i / RATE), frames.get(i));
            if (verdict == Sampler.Verdict.NEXT && pending >= 0) {
                int frame = pending;
                sampler.take(frame / RATE, frames.get(frame), cut).ifPresent(choice -> taken.add(new Taken(frame, cut, choice.base(), choice.moved())));
            }
            pending = verdict == Sampler.Verdict.DROP ? pending : i;
        }
        return taken;
    }

    /** A scene of patches, each its own grey, moved by so many cells. */
    private static Fingerprint scene(int seed, int moved) {
        int patch = 4;
        byte[] patches = new byte[1000];
        new Random(seed).nextBytes(patches);
        byte[] cells = new byte[Fingerprint.CELLS];
        Arrays.fill(cells, (byte) 128);
        for (int i = 0; i < Fingerprint.LUMA_CELLS; i++) {
            int column = (i % Fingerprint.WIDTH + moved) / patch;
            int row = i / Fingerprint.WIDTH / patch;
            cells[i] = patches[(row * 100 + column) % patches.length];
        }
        return new Fingerprint(cells);
    }
}
