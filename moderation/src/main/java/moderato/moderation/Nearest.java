package moderato.moderation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The right name that somebody probably meant: the nearest by edit distance, without regard to case. */
final class Nearest {

    private Nearest() {
    }

    /** The nearest of the candidates, unless more than a third of the word would have to change. */
    static Optional<String> of(String word, Collection<String> candidates) {
        int limit = Math.max(2, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= limit || contains(candidate, word))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate)).thenComparing(Comparator.naturalOrder()));
    }

    /** The end of a message: the suggestion, or nothing. */
    static String hint(String word, Collection<String> candidates) {
        return of(word, candidates).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    private static boolean contains(String candidate, String word) {
        return word.length() >= 4 && candidate.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static int distance(String left, String right) {
        return LevenshteinDistance.getDefaultInstance().apply(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }
}
