package moderato.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the hashes within {@value #DISTANCE} bits of another among a million in microseconds.
 *
 * <p>Two hashes that differ in at most 31 bits agree up to one bit in at least one of their sixteen words of 16 bits, so only hashes in the 17
 * buckets around each of the words need to be compared ("Fast Search in Hamming Space with Multi-Index Hashing", Norouzi and others, 2012).
 */
final class PdqIndex {

    /** Hashes at most this far apart stand for the same content, as PDQ's authors advise. */
    static final int DISTANCE = 31;

    private static final int WORDS = 16;
    private static final int BUCKETS = 1 << 16;

    private final List<PdqHash> hashes;
    /** For each word: where each bucket starts in {@link #members}, and after the last, where it ends. */
    private final int[][] starts = new int[WORDS][];
    private final int[][] members = new int[WORDS][];

    PdqIndex(List<PdqHash> hashes) {
        this.hashes = List.copyOf(hashes);
        for (int word = 0; word < WORDS; word++) {
            int[] start = new int[BUCKETS + 1];
            for (PdqHash hash : this.hashes) {
                start[hash.word(word) + 1]++;
            }
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                start[bucket + 1] += start[bucket];
            }
            int[] next = Arrays.copyOf(start, BUCKETS);
            int[] member = new int[this.hashes.size()];
            for (int i = 0; i < member.length; i++) {
                member[next[this.hashes.get(i).word(word)]++] = i;
            }
            starts[word] = start;
            members[word] = member;
        }
    }

    /** The places in the list of all hashes within {@value #DISTANCE} bits, in rising order. */
    int[] within(PdqHash hash) {
        int[] found = new int[8];
        int count = 0;
        for (int word = 0; word < WORDS; word++) {
            int value = hash.word(word);
            for (int bit = -1; bit < WORDS; bit++) {
                int bucket = bit < 0 ? value : value ^ (1 << bit);
                for (int at = starts[word][bucket]; at < starts[word][bucket + 1]; at++) {
                    int candidate = members[word][at];
                    if (hashes.get(candidate).distance(hash) <= DISTANCE) {
                        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                        found[count++] = candidate;
                    }
                }
            }
        }
        return Arrays.stream(found, 0, count).sorted().distinct().toArray();
    }
}
