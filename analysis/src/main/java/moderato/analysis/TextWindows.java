package moderato.analysis;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a long text into windows of whole sentences, so that one harsh sentence is not drowned by a page around it. */
final class TextWindows {

    /** The words that a window holds before the next sentence opens another. */
    static final int WORDS = 40;

    private static final int MOST_WORDS = 80;

    private static final int BEGINNING_WORDS = 170;

    private TextWindows() {
    }

    /** The windows of a text, in order; at least one, which is empty for an empty text. */
    static List<String> of(String text) {
        List<String> windows = new ArrayList<>();
        StringBuilder window = new StringBuilder();
        int words = 0;
        for (String sentence : sentences(text).stream().flatMap(each -> parts(each).stream()).toList()) {
            int more = wordCount(sentence);
            if (words > 0 && words + more > WORDS) {
                windows.add(window.toString().strip());
                window.setLength(0);
                words = 0;
            }
            window.append(sentence).append(' ');
            words += more;
        }
        windows.add(window.toString().strip());
        return windows;
    }

    /** The beginning of a text as far as the encoder reads: what its windows are about. */
    static String beginning(String text) {
        List<String> words = List.of(text.split("\\s+"));
        return String.join(" ", words.subList(0, Math.min(words.size(), BEGINNING_WORDS)));
    }

    /** The sentences of a text, in order, without the spaces around them; one of spaces alone is empty. */
    static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(text);
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            sentences.add(text.substring(start, end).strip());
            start = end;
        }
        return sentences;
    }

    private static List<String> parts(String sentence) {
        List<String> parts = new ArrayList<>();
        List<String> words = List.of(sentence.split("\\s+"));
        for (int from = 0; from < words.size(); from += MOST_WORDS) {
            parts.add(String.join(" ", words.subList(from, Math.min(words.size(), from + MOST_WORDS))));
        }
        return parts;
    }

    private static int wordCount(String sentence) {
        return sentence.isEmpty() ? 0 : sentence.split("\\s+").length;
    }
}
