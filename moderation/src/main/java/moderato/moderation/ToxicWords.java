package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evidence from what was said and written. Speech keeps the times of its segment; writing lasts while frames, and duplicates of them, show it. */
final class ToxicWords {

    private final Tracks written;
    private final Set<Double> analysed;
    private final Map<String, List<Double>> duplicates = new HashMap<>();
    private final Readings readings = new Readings();
    private final LabelMap labels;
    private final Map<Ground, List<String>> grounds = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();

    /** A label and the text it was given. */
    private record Ground(String label, Optional<String> text) {
    }

    private ToxicWords(FrameTimes times, List<Double> analysed, LabelMap labels) {
        this.written = new Tracks(Domains.TOXICITY, times, analysed);
        this.analysed = Set.copyOf(analysed);
        this.labels = labels;
        for (FrameTimes.Candidate candidate : times.candidates()) {
            candidate.duplicateOf().ifPresent(
                    original -> duplicates.computeIfAbsent(original, absent -> new ArrayList<>()).add(candidate.pts()));
        }
    }

    /**
     * Reads {@code toxicity.jsonl}.
     *
     * @param analysed the times of the frames in which text was looked for, those of their duplicates included
     */
    static List<Evidence> read(List<StepFolder> steps, FrameTimes times, List<Double> analysed, LabelMap labels) throws IOException {
        ToxicWords words = new ToxicWords(times, analysed, labels);
        for (StepFolder step : steps) {
            for (Line line : step.lines("toxicity.jsonl")) {
                words.add(line, step.modelLabel(line.text("model", "")));
            }
        }
        for (Evidence seen : words.written.segments()) {
            words.evidence.add(seen.resting(words.grounds.getOrDefault(new Ground(seen.label(), seen.text()), List.of())));
        }
        return words.evidence;
    }

    private void add(Line line, String model) {
        double start = line.number("start");
        double end = line.number("end", start);
        boolean inFrame = line.text("source", "speech").equals("text") && end <= start && analysed.contains(start);
        Optional<String> text = inFrame ? line.optional("text").map(readings::first) : line.optional("text");
        for (Map.Entry<String, JsonNode> category : line.json().path("scores").properties()) {
            double score = Round.score(category.getValue().asDouble());
            if (score < labels.floor(Domains.TOXICITY)) {
                continue;
            }
            List<String> named = new ArrayList<>();
            line.json().path("words").path(category.getKey()).forEach(word -> named.add(word.asText()));
            List<String> place = labels.place(Domains.TOXICITY, category.getKey());
            if (inFrame) {
                Tracks.Key key = new Tracks.Key(category.getKey(), place, text, Optional.empty());
                Tracks.Hit hit = new Tracks.Hit(score, Optional.empty(), model);
                grounds.putIfAbsent(new Ground(category.getKey(), text), named);
                written.hit(start, key, hit);
                duplicates.getOrDefault(line.text("frame", ""), List.of()).forEach(time -> written.hit(time, key, hit));
            } else {
                evidence.add(new Evidence("", Domains.TOXICITY, category.getKey(), place, Round.time(start), Round.time(Math.max(start, end)),
                        Round.time(start), score, model, List.of(), Optional.empty(), text, Optional.empty()).resting(named));
            }
        }
    }
}
