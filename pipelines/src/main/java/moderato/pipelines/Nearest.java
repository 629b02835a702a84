package moderato.pipelines;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The nearest right name to a wrong one. */
final class Nearest {

    private Nearest() {
    }

    /** A half sentence such as {@code "; did you mean Train?"}, empty when nothing is near. */
    static String hint(String wrong, Collection<String> right) {
        return of(wrong, right).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** The name that takes the fewest edits, when that is at most a third of its letters (and at least two). */
    static Optional<String> of(String wrong, Collection<String> right) {
        return right.stream()
                .filter(name -> distance(wrong, name) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
