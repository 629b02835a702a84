package moderato.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PdqIndexTest {

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void findsWhatComparingWithAllFinds() {
        List<PdqHash> hashes = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            hashes.add(random());
        }
        PdqIndex index = new PdqIndex(hashes);

        for (int i = 0; i < 500; i++) {
            PdqHash sought = changed(hashes.get(random.nextInt(hashes.size())), random.nextInt(64));
            int[] expected = IntStream.range(0, hashes.size())
                    .filter(at -> hashes.get(at).distance(sought) <= PdqIndex.DISTANCE)
                    .toArray();
            assertThat(index.within(sought)).isEqualTo(expected);
        }
    }

    @Test
    void thirtyOneBitsAreFoundAndThirtyTwoAreNot() {
        PdqHash hash = random();
        PdqIndex index = new PdqIndex(List.of(hash));

        assertThat(index.within(changed(hash, 31))).containsExactly(0);
        assertThat(index.within(changed(hash, 32))).isEmpty();
    }

    @Test
    void anEmptyListHasNothing() {
        assertThat(new PdqIndex(List.of()).within(random())).isEmpty();
    }

    @Test
    void aHashIsWrittenAsItIsRead() {
        String text = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

        assertThat(PdqHash.parse(text)).hasToString(text);
        assertThat(PdqHash.parse(text).word(0)).isEqualTo(0xf8f8);
        assertThat(PdqHash.parse(text).word(15)).isEqualTo(0x9b22);
    }

    private PdqHash random() {
        return new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** The hash with exactly so many bits changed. */
    private PdqHash changed(PdqHash hash, int bits) {
        boolean[] changed = new boolean[PdqHash.BITS];
        long[] parts = {hash.first(), hash.second(), hash.third(), hash.fourth()};
        for (int done = 0; done < bits; ) {
            int bit = random.nextInt(PdqHash.BITS);
            if (!changed[bit]) {
                changed[bit] = true;
                parts[bit / 64] ^= 1L << (bit % 64);
                done++;
            }
        }
        return new PdqHash(parts[0], parts[1], parts[2], parts[3]);
    }
}
