package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence from what was said and written. Speech keeps the times of its segment; writing lasts while frames show it. */
final class ToxicWords {

    private ToxicWords() {
    }

    /**
     * Reads {@code toxicity.jsonl}.
     *
     * @param analysed the times of the frames in which text was looked for
     */
    static List<Evidence> read(List<StepFolder> steps, FrameTimes times, List<Double> analysed, LabelMap labels) throws IOException {
        List<Evidence> evidence = new ArrayList<>();
        Tracks written = new Tracks(Domains.TOXICITY, times, analysed);
        for (StepFolder step : steps) {
            for (Line line : step.lines("toxicity.jsonl")) {
                for (Map.Entry<String, JsonNode> category : line.json().path("scores").properties()) {
                    double score = Round.score(category.getValue().asDouble());
                    if (score >= labels.floor(Domains.TOXICITY)) {
                        add(evidence, written, analysed, line, category.getKey(), score, labels, step.modelLabel(line.text("model", "")));
                    }
                }
            }
        }
        evidence.addAll(written.segments());
        return evidence;
    }

    private static void add(List<Evidence> evidence, Tracks written, List<Double> analysed, Line line, String category, double score,
            LabelMap labels, String model) {
        double start = line.number("start");
        double end = line.number("end", start);
        List<String> place = labels.place(Domains.TOXICITY, category);
        Optional<String> text = line.optional("text");
        if (line.text("source", "speech").equals("text") && end <= start && analysed.contains(start)) {
            written.hit(start, new Tracks.Key(category, place, text, Optional.empty()), new Tracks.Hit(score, Optional.empty(), model));
            return;
        }
        evidence.add(new Evidence("", Domains.TOXICITY, category, place, Round.time(start), Round.time(Math.max(start, end)),
                Round.time(start), score, model, List.of(), Optional.empty(), text, Optional.empty()));
    }
}
