package moderato.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Which words of a text its scores rest on.
 *
 * <p>A sentence that by itself scores nearly what the whole text does is looked at word by word: each is left out in turn, and those whose
 * absence lowers the score most are named, with those that score high by themselves (of two that say the same, neither is missed when it
 * is left out); neighbours as one. Where no single word matters, the sentence is named. A text is one thread's work; several texts may be looked at at once.
 */
final class ToxicityGrounds {

    private static final double NEARLY = 0.8;
    /** In log-odds, which still tell words apart where a score is near 1. */
    private static final double LEAST_DROP = 0.3;
    private static final double SHARE_OF_THE_BIGGEST = 0.5;
    private static final double HIGH = 0.6;
    private static final Pattern WORD = Pattern.compile("\\S+");

    private final ToxicityClassifier classifier;

    ToxicityGrounds(ToxicityClassifier classifier) {
        this.classifier = classifier;
    }

    /**
     * The words that each score rests on, as they stand in the text, in their order.
     *
     * @param text the text
     * @param scores its scores
     * @param floor scores below it are left out
     */
    Map<ToxicityCategory, List<String>> of(String text, ToxicityScores scores, double floor) throws IOException, InterruptedException {
        List<ToxicityCategory> high = ToxicityCategory.ALL.stream().filter(category -> scores.of(category) >= floor).toList();
        Map<ToxicityCategory, List<String>> grounds = new EnumMap<>(ToxicityCategory.class);
        if (high.isEmpty()) {
            return grounds;
        }
        List<String> sentences = TextWindows.sentences(text).stream().filter(sentence -> !sentence.isEmpty()).toList();
        List<ToxicityScores> alone = classifier.score(sentences, 1);
        for (ToxicityCategory category : high) {
            LinkedHashSet<String> words = new LinkedHashSet<>();
            for (int i = 0; i < sentences.size(); i++) {
                if (alone.get(i).of(category) >= NEARLY * scores.of(category)) {
                    words.addAll(words(sentences.get(i), alone.get(i).of(category), category));
                }
            }
            grounds.put(category, words.isEmpty() ? words(text.strip(), scores.of(category), category) : List.copyOf(words));
        }
        return grounds;
    }

    private List<String> words(String sentence, double score, ToxicityCategory category) throws IOException, InterruptedException {
        List<MatchResult> words = WORD.matcher(sentence).results().toList();
        if (words.size() < 2) {
            return List.of(trimmed(sentence));
        }
        List<String> without = new ArrayList<>();
        for (MatchResult word : words) {
            without.add(sentence.substring(0, word.start()) + sentence.substring(word.end()));
        }
        double[] drops = classifier.score(without, 1).stream()
                .mapToDouble(left -> logOdds(score) - logOdds(left.of(category))).toArray();
        List<ToxicityScores> alone = classifier.score(words.stream().map(MatchResult::group).toList(), 1);
        double biggest = Math.max(LEAST_DROP, Arrays.stream(drops).max().orElse(0));
        BitSet matters = new BitSet();
        for (int i = 0; i < drops.length; i++) {
            matters.set(i, drops[i] >= SHARE_OF_THE_BIGGEST * biggest || alone.get(i).of(category) >= HIGH);
        }
        if (matters.isEmpty()) {
            return List.of(trimmed(sentence));
        }
        List<String> named = new ArrayList<>();
        for (int from = matters.nextSetBit(0); from >= 0; from = matters.nextSetBit(matters.nextClearBit(from))) {
            int to = matters.nextClearBit(from) - 1;
            named.add(trimmed(sentence.substring(words.get(from).start(), words.get(to).end())));
        }
        return named;
    }

    private static double logOdds(double score) {
        double inside = Math.clamp(score, 1e-4, 1 - 1e-4);
        return Math.log(inside / (1 - inside));
    }

    /** Without punctuation and spaces around it; as it is when it has nothing else. */
    private static String trimmed(String words) {
        int from = 0;
        int to = words.length();
        while (from < to && !Character.isLetterOrDigit(words.codePointAt(from))) {
            from += Character.charCount(words.codePointAt(from));
        }
        while (to > from && !Character.isLetterOrDigit(words.codePointBefore(to))) {
            to -= Character.charCount(words.codePointBefore(to));
        }
        return from < to ? words.substring(from, to) : words.strip();
    }
}
