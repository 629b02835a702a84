package moderato.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The text of one frame.
 *
 * @param width the picture's width in pixels
 * @param height the picture's height in pixels
 * @param lines its lines in reading order
 */
record SeenText(int width, int height, List<TextLine> lines) {

    private static final int ENOUGH_CHARACTERS = 3;
    private static final int FEW_CHARACTERS = 2;
    private static final double SURE = 0.8;
    /** Readings of one text that differ in at most a third of their characters are the same text. */
    private static final int LIKENESS = 3;
    /** A quarter of the characters. */
    private static final int GOOD_PART = 4;

    SeenText {
        lines = List.copyOf(lines);
    }

    /**
     * Whether a good part of the text stands in one frame and not in the other. Single letters are too often no text at all to count, what is read
     * unsurely is read otherwise in the next frame, and of a page in motion some line is always read wrong.
     */
    static boolean differ(SeenText one, SeenText other) {
        return one.lacks(other) || other.lacks(one);
    }

    private boolean lacks(SeenText other) {
        List<TextLine> theirs = other.lines.stream().filter(line -> trusted(line) && line.score() >= SURE).toList();
        int missing = theirs.stream()
                .filter(line -> lines.stream().noneMatch(own -> alike(key(own), key(line))))
                .mapToInt(TextLine::characters).sum();
        return missing > 0 && missing * GOOD_PART >= theirs.stream().mapToInt(TextLine::characters).sum();
    }

    /** Whether a line is text by itself: the detector takes lamp posts for letters. */
    static boolean trusted(TextLine line) {
        return line.characters() >= ENOUGH_CHARACTERS || (line.characters() >= FEW_CHARACTERS && line.score() >= SURE);
    }

    /** The lines of each frame that are to be believed: by themselves, or because another frame has the same. */
    static List<SeenText> believable(List<SeenText> frames) {
        Map<String, Integer> counts = new HashMap<>();
        for (SeenText frame : distinct(frames)) {
            Set<String> once = new HashSet<>();
            frame.lines.forEach(line -> once.add(key(line)));
            once.forEach(key -> counts.merge(key, 1, Integer::sum));
        }
        List<SeenText> believable = new ArrayList<>();
        for (SeenText frame : frames) {
            believable.add(new SeenText(
                    frame.width,
                    frame.height,
                    frame.lines.stream()
                            .filter(line -> trusted(line) || (line.characters() > 0 && counts.getOrDefault(key(line), 0) > 1))
                            .toList()));
        }
        return believable;
    }

    /** The readings themselves: one that several frames share is no second opinion. */
    private static Set<SeenText> distinct(List<SeenText> frames) {
        Set<SeenText> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(frames);
        return distinct;
    }

    private static String key(TextLine line) {
        StringBuilder key = new StringBuilder();
        line.text().toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
        return key.toString();
    }

    private static boolean alike(String one, String other) {
        return distance(one, other) * LIKENESS <= Math.max(one.length(), other.length());
    }

    /** Levenshtein distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
