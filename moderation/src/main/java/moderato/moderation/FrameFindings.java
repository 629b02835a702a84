package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the steps of one domain found in frames: its evidence, its coverage, its score curve. */
final class FrameFindings {

    private record Seen(StepFolder step, Line line) {
    }

    private final String domain;
    private final FrameTimes times;
    private final LabelMap labels;
    private final Taxonomy taxonomy;
    private final TreeMap<Double, Seen> frames = new TreeMap<>();
    private final Set<Double> reused = new HashSet<>();
    private final TreeMap<Double, Double> scores = new TreeMap<>();
    private final Readings readings = new Readings();
    private boolean curve;

    private FrameFindings(String domain, FrameTimes times, LabelMap labels, Taxonomy taxonomy) {
        this.domain = domain;
        this.times = times;
        this.labels = labels;
        this.taxonomy = taxonomy;
    }

    /** Reads {@code <domain>.jsonl} of all steps of the domain. */
    static FrameFindings read(String domain, List<StepFolder> steps, FrameTimes times, LabelMap labels, Taxonomy taxonomy)
            throws IOException {
        FrameFindings findings = new FrameFindings(domain, times, labels, taxonomy);
        Map<String, Seen> byName = new TreeMap<>();
        for (StepFolder step : steps) {
            for (Line line : step.lines(domain + ".jsonl")) {
                double time = line.number("pts");
                Seen seen = new Seen(step, line);
                findings.frames.putIfAbsent(time, seen);
                byName.putIfAbsent(line.text("frame", ""), seen);
                if (line.has("reusedFrom")) {
                    findings.reused.add(time);
                }
            }
        }
        for (FrameTimes.Candidate candidate : times.candidates()) {
            Optional<Seen> original = candidate.duplicateOf().flatMap(name -> Optional.ofNullable(byName.get(name)));
            if (original.isPresent() && findings.frames.putIfAbsent(candidate.pts(), original.get()) == null) {
                findings.reused.add(candidate.pts());
            }
        }
        return findings;
    }

    /** The times of all frames that count as looked at, rising. */
    List<Double> analysed() {
        return List.copyOf(frames.keySet());
    }

    /** The times of the frames whose answer came from a nearly identical one. */
    Set<Double> reused() {
        return reused;
    }

    /** The evidence, without ids. */
    List<Evidence> evidence(Map<String, Person> people) {
        Tracks tracks = new Tracks(domain, times, analysed());
        frames.forEach((time, seen) -> {
            String first = seen.line().text("model", "");
            double best = 0;
            for (Line finding : seen.line().list("findings")) {
                String label = finding.text("label", domain);
                List<String> place = place(label, finding);
                best = Math.max(best, taxonomy.neutral(place) ? 0 : finding.score("confidence"));
                add(tracks, time, label, place, finding, seen.step().modelLabel(finding.text("model", first)), people);
            }
            for (Map.Entry<String, JsonNode> score : seen.line().json().path("scores").properties()) {
                curve = true;
                if (!taxonomy.neutral(labels.place(domain, score.getKey()))) {
                    best = Math.max(best, Round.score(score.getValue().asDouble()));
                }
            }
            scores.put(time, best);
        });
        return tracks.segments();
    }

    private void add(Tracks tracks, double time, String label, List<String> place, Line finding, String model, Map<String, Person> people) {
        double confidence = finding.score("confidence");
        if (confidence < labels.floor(domain)) {
            return;
        }
        Optional<String> person = finding.optional("person");
        Optional<Person.Match> match = person.flatMap(name -> Optional.ofNullable(people.get(name))).flatMap(Person::match);
        if (match.isPresent()) {
            tracks.hit(time, new Tracks.Key("listed person", labels.place(Domains.FACES, "listed person"),
                    Optional.of(match.get().list() + ": " + match.get().name()), person),
                    new Tracks.Hit(Round.score(match.get().similarity()), finding.box("box"), model));
            return;
        }
        Optional<String> text = finding.optional("text").map(FrameFindings::oneSpaced).map(readings::first);
        tracks.hit(time, new Tracks.Key(label, place, text, person), new Tracks.Hit(confidence, finding.box("box"), model));
    }

    private static String oneSpaced(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private List<String> place(String label, Line finding) {
        if (!finding.json().path("taxonomy").isArray()) {
            return labels.place(domain, label);
        }
        List<String> given = finding.texts("taxonomy");
        return given.isEmpty() ? taxonomy.path("Search Only").orElseThrow() : taxonomy.place(given).orElse(List.of());
    }

    /** The coverage, to be asked for after the evidence. */
    Coverage.Domain coverage(Coverage.Status status, Optional<String> reason) {
        List<Sample> samples = new ArrayList<>();
        if (curve) {
            scores.forEach((time, score) -> samples.add(new Sample(Round.time(time), score)));
        }
        return new Coverage.Domain(status, reason, Optional.of(frames.size()), Optional.of(times.uncovered(analysed())), Optional.empty(),
                curve ? Optional.of(samples) : Optional.empty());
    }
}
