package moderato.analysis;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How toxic a text is, by category.
 *
 * @param scores a score from 0 to 1 for every category
 * @param passage the part of the text, as read, in which the highest score was found; the whole text where it is short
 */
public record ToxicityScores(Map<ToxicityCategory, Double> scores, String passage) {

    public ToxicityScores {
        for (ToxicityCategory category : ToxicityCategory.ALL) {
            Double score = scores.get(category);
            if (score == null || !(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("no score from 0 to 1 for " + category.label());
            }
        }
        scores = Collections.unmodifiableMap(new EnumMap<>(scores));
    }

    /** The score of a category. */
    public double of(ToxicityCategory category) {
        return scores.getOrDefault(category, 0.0);
    }

    /** The highest score of all categories. */
    public double highest() {
        return Collections.max(scores.values());
    }
}
