package moderato.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a reader notices about a text beside its meaning: which kinds of words it has, and how they stand to each other.
 *
 * <p>A text becomes a vector of {@link #count()} numbers from 0 to 1 (is there an insult after "you", a negation before it, a group of
 * people, quotation marks around a slur) and a set of hashed words and pairs of words.
 */
final class ToxicityCues {

    /** Buckets of hashed n-grams; a power of two. */
    static final int BUCKETS = 4096;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}@#]+(?:['-][\\p{L}\\p{N}]+)*|[\"!?]");
    private static final List<String> HARSH =
            List.of("swear", "insultnoun", "insultadj", "dehumanise", "slur", "kill", "hurt", "killyourself");

    private final ToxicityLexicon lexicon;
    private final List<Pair> pairs;
    private final BitSet harsh = new BitSet();
    private final int counter;
    private final int negator;

    /** One relation: a word of the first kinds, and within some words after it one of the second kinds. */
    private record Pair(BitSet first, BitSet second, int distance, boolean unlessNegated) {
    }

    ToxicityCues(ToxicityLexicon lexicon) {
        this.lexicon = lexicon;
        HARSH.forEach(name -> harsh.set(lexicon.group(name)));
        this.counter = lexicon.group("counter");
        this.negator = lexicon.group("negator");
        this.pairs = List.of(
                pair("secondperson", "insultnoun insultadj", 4, true),
                pair("secondperson", "swear slur", 4, true),
                pair("insultnoun insultadj swear slur", "secondperson", 2, true),
                pair("secondperson", "dehumanise die killyourself", 5, true),
                pair("firstperson future", "kill hurt", 3, true),
                pair("kill hurt", "secondperson", 2, true),
                pair("kill hurt", "thirdperson", 2, true),
                pair("kill hurt die", "identity slur", 3, true),
                pair("identity slur", "kill hurt die", 6, true),
                pair("identity slur", "exclude", 6, true),
                pair("exclude", "identity slur", 4, true),
                pair("hate", "identity slur", 3, true),
                pair("hate", "secondperson", 2, true),
                pair("hate", "object opinion", 3, false),
                pair("identity", "insultnoun insultadj", 5, true),
                pair("identity", "dehumanise", 5, true),
                pair("identity", "swear", 5, true),
                pair("insultadj swear", "identity", 2, true),
                pair("thirdperson", "insultnoun insultadj slur", 5, true),
                pair("negator", "insultnoun insultadj dehumanise slur", 4, false),
                pair("negator", "kill hurt exclude", 5, false),
                pair("negator", "hate", 3, false),
                pair("object", "insultnoun insultadj swear mildswear", 4, false),
                pair("insultnoun insultadj swear", "object", 2, false),
                pair("kill hurt", "object", 3, false),
                pair("opinion", "insultnoun insultadj dehumanise", 5, false),
                pair("reporting", "insultnoun insultadj dehumanise slur kill hurt", 7, false),
                pair("firstperson", "reporting", 2, true),
                pair("negator", "reporting", 2, false),
                pair("positive", "identity", 4, false),
                pair("identity", "positive", 5, false),
                pair("identity", "positive", 6, true),
                pair("negator", "positive", 3, false),
                pair("identity", "insultnoun insultadj dehumanise", 6, false),
                pair("identity", "counter", 8, false),
                pair("holder", "identity", 6, false),
                pair("identity", "verdict", 10, false),
                pair("counter", "hate kill hurt exclude insultadj dehumanise", 6, false),
                pair("kill hurt hate", "verdict", 10, false),
                pair("negator", "identity", 2, false),
                pair("reclaim", "slur", 3, false),
                pair("reclaim", "identity", 3, false),
                pair("firstperson", "insultnoun insultadj", 3, false),
                pair("firstperson", "selfharm", 8, true),
                pair("everyone", "identity slur", 2, false),
                pair("swear", "positive", 3, false),
                pair("shutup", "secondperson insultnoun slur swear", 3, true),
                pair("firstperson", "sexual", 6, true),
                pair("sexual", "secondperson", 3, true),
                pair("medical", "selfharm kill hurt sexual", 8, false));
    }

    /** The cues this program ships. */
    static ToxicityCues shipped() {
        return new ToxicityCues(ToxicityLexicon.shipped());
    }

    ToxicityLexicon lexicon() {
        return lexicon;
    }

    /** How many numbers {@link #vector} gives. */
    int count() {
        return lexicon.groups().size() * 2 + pairs.size() + 11;
    }

    /** The words of a normalised text, lower case; quotation, exclamation and question marks count as words. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group().toLowerCase(Locale.ROOT);
            words.add(word.endsWith("'s") && word.length() > 3 && !word.equals("he's") && !word.equals("she's") && !word.equals("let's")
                    ? word.substring(0, word.length() - 2) : word);
        }
        return words;
    }

    /** The cue vector of a normalised text. */
    float[] vector(String text) {
        List<String> words = words(text);
        List<BitSet> marks = lexicon.mark(words);
        float[] vector = new float[count()];
        int at = 0;
        for (int group = 0; group < lexicon.groups().size(); group++) {
            int hits = 0;
            for (BitSet mark : marks) {
                hits += mark.get(group) ? 1 : 0;
            }
            vector[at++] = hits > 0 ? 1 : 0;
            vector[at++] = Math.min(hits, 4) / 4f;
        }
        for (Pair pair : pairs) {
            vector[at++] = holds(pair, marks) ? 1 : 0;
        }
        at = situation(text, words, marks, vector, at);
        if (at != vector.length) {
            throw new IllegalStateException("cues: " + at + " of " + vector.length);
        }
        return vector;
    }

    private int situation(String text, List<String> words, List<BitSet> marks, float[] vector, int from) {
        int at = from;
        IntPredicate isHarsh = i -> marks.get(i).intersects(harsh);
        int firstHarsh = first(words.size(), isHarsh);
        vector[at++] = quotedHarsh(words, isHarsh) ? 1 : 0;
        vector[at++] = words.contains("\"") ? 1 : 0;
        int firstCounter = first(words.size(), i -> marks.get(i).get(counter));
        vector[at++] = firstHarsh >= 0 && firstCounter > firstHarsh ? 1 : 0;
        vector[at++] = firstHarsh >= 0 && firstCounter >= 0 && firstCounter < firstHarsh ? 1 : 0;
        vector[at++] = firstHarsh > 0 && marks.get(firstHarsh - 1).get(negator) ? 1 : 0;
        long letters = text.chars().filter(Character::isLetter).count();
        long capitals = text.chars().filter(Character::isUpperCase).count();
        vector[at++] = letters > 8 ? (float) capitals / letters : 0;
        vector[at++] = Math.min(4, (int) words.stream().filter("!"::equals).count()) / 4f;
        vector[at++] = words.contains("?") ? 1 : 0;
        vector[at++] = (float) Math.min(1, Math.log1p(words.size()) / 5);
        vector[at++] = words.size() <= 3 ? 1 : 0;
        long hits = IntStream.range(0, words.size()).filter(isHarsh).count();
        vector[at++] = words.isEmpty() ? 0 : Math.min(1, 2f * hits / words.size());
        return at;
    }

    private static int first(int size, IntPredicate test) {
        for (int i = 0; i < size; i++) {
            if (test.test(i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean quotedHarsh(List<String> words, IntPredicate isHarsh) {
        boolean inside = false;
        int closings = (int) words.stream().filter("\""::equals).count() / 2 * 2;
        for (int i = 0; i < words.size() && closings > 0; i++) {
            if (words.get(i).equals("\"")) {
                inside = !inside;
                closings--;
            } else if (inside && isHarsh.test(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Pair pair, List<BitSet> marks) {
        for (int i = 0; i < marks.size(); i++) {
            if (!marks.get(i).intersects(pair.first)) {
                continue;
            }
            for (int j = i + 1; j < marks.size() && j <= i + pair.distance; j++) {
                if (marks.get(j).intersects(pair.second)
                        && !(pair.unlessNegated && negated(marks, Math.max(0, i - 2), j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean negated(List<BitSet> marks, int from, int to) {
        for (int i = from; i < to; i++) {
            if (marks.get(i).get(negator)) {
                return true;
            }
        }
        return false;
    }

    /** The buckets of the words and neighbouring pairs of a normalised text, each once, rising. */
    int[] buckets(String text) {
        List<String> words = words(text);
        TreeSet<Integer> buckets = new TreeSet<>();
        String before = "^";
        for (String word : words) {
            buckets.add(bucket(word));
            buckets.add(bucket(before + " " + word));
            before = word;
        }
        return buckets.stream().mapToInt(i -> i).toArray();
    }

    private static int bucket(String gram) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < gram.length(); i++) {
            hash = (hash ^ gram.charAt(i)) * 0x01000193;
        }
        hash ^= hash >>> 15;
        return (hash * 0x2c1b3c6d >>> 12) & BUCKETS - 1;
    }

    private Pair pair(String first, String second, int distance, boolean unlessNegated) {
        return new Pair(groups(first), groups(second), distance, unlessNegated);
    }

    private BitSet groups(String names) {
        BitSet groups = new BitSet();
        for (String name : names.split(" ")) {
            groups.set(lexicon.group(name));
        }
        return groups;
    }
}
