package moderato.moderation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The transcript with the words marked that evidence rests on. */
final class ReportTranscript {

    private final ModerationPackage shown;

    ReportTranscript(ModerationPackage shown) {
        this.shown = shown;
    }

    static String id(int index) {
        return "speech-" + (index + 1);
    }

    List<ReportView.Spoken> lines() {
        List<ReportView.Spoken> lines = new ArrayList<>();
        for (int i = 0; i < shown.transcript().size(); i++) {
            Speech part = shown.transcript().get(i);
            lines.add(new ReportView.Spoken(id(i), ReportWords.span(part.start(), part.end()), pieces(part), note(part)));
        }
        return lines;
    }

    private static String note(Speech part) {
        if (!part.supported()) {
            return "not analysed: no model of this run understands the language (" + part.language() + ")";
        }
        return part.dropped().map(why -> "left out: " + why).orElse("");
    }

    private List<ReportView.Piece> pieces(Speech part) {
        return pieces(part.text(), shown.evidence().stream().filter(item -> item.domain().equals(Domains.TOXICITY) && item.samples().isEmpty()
                && item.end() > part.start() && item.start() < part.end()).toList());
    }

    /** A text in pieces: each stretch of words that evidence rests on names its labels, words of two labels both. */
    static List<ReportView.Piece> pieces(String text, List<Evidence> evidence) {
        List<Set<String>> marks = new ArrayList<>(Collections.nCopies(text.length(), Set.of()));
        evidence.forEach(item -> mark(text, item, marks));
        List<ReportView.Piece> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            Set<String> labels = marks.get(from);
            int to = from;
            while (to < text.length() && marks.get(to).equals(labels)) {
                to++;
            }
            pieces.add(new ReportView.Piece(text.substring(from, to),
                    labels.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", labels))));
            from = to;
        }
        return pieces;
    }

    private static void mark(String text, Evidence item, List<Set<String>> marks) {
        String label = item.label() + " " + String.format(Locale.ROOT, "%.2f", item.confidence());
        List<String> words = item.words().isEmpty() ? List.of(item.text().filter(text::contains).orElse(text)) : item.words();
        int searched = 0;
        for (String word : words) {
            int at = text.indexOf(word, searched);
            if (at < 0) {
                continue;
            }
            searched = at + word.length();
            for (int i = at; i < searched; i++) {
                Set<String> both = new LinkedHashSet<>(marks.get(i));
                both.add(label);
                marks.set(i, both);
            }
        }
    }
}
