package moderato.moderation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Texts as they were read lately: a text that is read a little otherwise in the next frame is still the same text. */
final class Readings {

    private static final int REMEMBERED = 60;
    /** Two readings are of one text when at most a fifth of the characters differ. */
    private static final int LIKENESS = 5;

    private final Deque<String> lately = new ArrayDeque<>();

    /** The reading that came first among those of the same text; to be asked in order of time. */
    String first(String text) {
        for (String known : lately) {
            if (known.equals(text) || alike(known.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT))) {
                lately.remove(known);
                lately.addFirst(known);
                return known;
            }
        }
        lately.addFirst(text);
        if (lately.size() > REMEMBERED) {
            lately.removeLast();
        }
        return text;
    }

    private static boolean alike(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        return Math.abs(one.length() - other.length()) * LIKENESS <= longer && distance(one, other) * LIKENESS <= longer;
    }

    /** How many characters must be put in, left out or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int i = 0; i < above.length; i++) {
            above[i] = i;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int i = 1; i < above.length; i++) {
                int changed = above[i - 1] + (one.charAt(row - 1) == other.charAt(i - 1) ? 0 : 1);
                current[i] = Math.min(changed, 1 + Math.min(above[i], current[i - 1]));
            }
            above = current;
        }
        return above[other.length()];
    }
}
