package moderato.moderation;

import java.util.ArrayList;
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
        Set<String> labels = new LinkedHashSet<>();
        int from = part.text().length();
        int to = 0;
        for (Evidence item : shown.evidence()) {
            if (!item.domain().equals(Domains.TOXICITY) || !item.samples().isEmpty() || item.end() <= part.start() || item.start() >= part.end()) {
                continue;
            }
            int at = item.text().map(text -> part.text().indexOf(text)).orElse(0);
            labels.add(item.label() + " " + String.format(Locale.ROOT, "%.2f", item.confidence()));
            from = Math.min(from, Math.max(at, 0));
            to = Math.max(to, at < 0 ? part.text().length() : at + item.text().map(String::length).orElse(part.text().length()));
        }
        if (labels.isEmpty() || part.text().isEmpty()) {
            return List.of(new ReportView.Piece(part.text(), Optional.empty()));
        }
        List<ReportView.Piece> pieces = new ArrayList<>();
        pieces.add(new ReportView.Piece(part.text().substring(0, from), Optional.empty()));
        pieces.add(new ReportView.Piece(part.text().substring(from, Math.min(to, part.text().length())), Optional.of(String.join(", ", labels))));
        pieces.add(new ReportView.Piece(part.text().substring(Math.min(to, part.text().length())), Optional.empty()));
        return pieces.stream().filter(piece -> !piece.text().isEmpty()).toList();
    }
}
