package moderato.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a misspelt one was meant to be. */
public final class NearestName {

    /* Nobody misspells so long a name, and its distance to each known one would cost much. */
    private static final int LONGEST = 256;

    private NearestName() {
    }

    /** The end of a message, such as {@code ; did you mean 'Train'?}, or nothing where no known name is near. */
    public static String suggestion(String wrong, Collection<String> known) {
        return of(wrong, known).map("; did you mean '%s'?"::formatted).orElse("");
    }

    /** The same where the known names are few: without a near one all of them, as {@code ; it is one of Train, Test.} */
    public static String among(String wrong, Collection<String> known) {
        return of(wrong, known).map("; did you mean '%s'?"::formatted).orElseGet(() -> "; it is one of " + String.join(", ", known) + ".");
    }

    /** The known name that takes the fewest edits, without regard to case: at most a third of its letters, or two. */
    public static Optional<String> of(String wrong, Collection<String> known) {
        if (wrong.length() > LONGEST) {
            return Optional.empty();
        }
        LevenshteinDistance distance = new LevenshteinDistance(Math.max(2, wrong.length() / 3));
        return known.stream()
                .map(name -> new Near(name, distance.apply(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .filter(near -> near.edits() >= 0)
                .min(Comparator.comparingInt(Near::edits))
                .map(Near::name);
    }

    /* Fewer than no edits: more than were allowed. */
    private record Near(String name, int edits) {
    }
}
