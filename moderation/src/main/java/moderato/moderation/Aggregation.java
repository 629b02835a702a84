package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * Puts what the steps of a moderation found onto one timeline. {@code docs/evidence.md} says what the steps leave.
 *
 * <p>The same outputs give the same timeline to the last digit, ids included; only the instant and the cost come from outside.
 */
public final class Aggregation {

    private static final String INGEST = "ingest";
    private static final List<String> PICTURE_DOMAINS = List.of(Domains.NUDITY, Domains.OBJECTS, Domains.FACES, Domains.TEXT);
    private static final List<String> ORDER = List.of(INGEST, Domains.KNOWN, Domains.NUDITY, Domains.OBJECTS, "refine", Domains.FACES,
            Domains.TEXT, Domains.SPEECH, Domains.TOXICITY);

    private final Taxonomy taxonomy = Taxonomy.standard();
    private final LabelMap labels = LabelMap.standard();
    private final List<StepFolder> steps;
    private final Line media;
    private final FrameTimes times;
    private final Map<String, Coverage.Domain> coverage = new LinkedHashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final Set<Double> analysed = new HashSet<>();
    private final Set<Double> reused = new HashSet<>();
    private boolean stopped;

    private Aggregation(List<StepFolder> steps, Line media, FrameTimes times) {
        this.steps = steps;
        this.media = media;
        this.times = times;
    }

    /**
     * Reads the output folders of all steps.
     *
     * @param stepFolders the folders, ingest among them; two of the same domain are two passes over it
     * @param frames the folder with {@code frames.jsonl}
     * @param now what the lineage gives as its time
     * @throws InvalidInputException when ingest left nothing, or a step wrote what the contract does not allow, with file and line
     */
    public static Timeline of(List<Path> stepFolders, Path frames, Instant now) throws IOException {
        List<StepFolder> steps = new ArrayList<>();
        for (Path folder : stepFolders) {
            steps.add(StepFolder.read(folder));
        }
        steps.sort(Comparator.comparingInt((StepFolder step) -> order(step.domain())).thenComparing(StepFolder::domain)
                .thenComparing(StepFolder::name));
        Path facts = steps.stream().map(step -> step.file("media.json")).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new InvalidInputException("no step left a media.json: the video was not read"));
        Line media = Line.whole(facts);
        List<Line> candidates = Line.read(frames.resolve("frames.jsonl"));
        boolean still = candidates.size() == 1 && media.has("video") && media.object("video").number("frameRate", 0) == 0;
        FrameTimes times = FrameTimes.of(candidates, media.number("durationSeconds"), still);
        return new Aggregation(List.copyOf(steps), media, times).timeline(now);
    }

    private static int order(String domain) {
        int place = ORDER.indexOf(domain);
        return place < 0 ? ORDER.size() : place;
    }

    private Timeline timeline(Instant now) throws IOException {
        List<Evidence> known = KnownMatches.read(steps, taxonomy);
        stopped = KnownMatches.stops(known);
        coverage.put(Domains.KNOWN, knownCoverage());
        evidence.addAll(stopped ? known.stream().filter(item -> KnownMatches.stops(List.of(item))).toList() : known);
        Map<String, Person> people = new LinkedHashMap<>();
        if (!stopped) {
            for (StepFolder step : of(Domains.FACES)) {
                PeopleAndSpeech.people(step).forEach(person -> people.putIfAbsent(person.person(), person));
            }
        }
        List<Double> textFrames = List.of();
        for (String domain : domains()) {
            List<Double> looked = frameDomain(domain, people);
            textFrames = domain.equals(Domains.TEXT) ? looked : textFrames;
        }
        List<Speech> transcript = new ArrayList<>();
        for (StepFolder step : stopped ? List.<StepFolder>of() : of(Domains.SPEECH)) {
            transcript.addAll(PeopleAndSpeech.speech(step));
        }
        if (!stopped) {
            evidence.addAll(ToxicWords.read(of(Domains.TOXICITY), times, textFrames, labels));
        }
        wordCoverage(transcript);
        return new Timeline(video(), models(), new Coverage(inOrder(), missing(), otherTracks(), notLookedFor()), numbered(), transcript,
                people.values().stream().map(person -> person.shownBy(evidence)).toList(), Cost.of(steps.stream().flatMap(step -> step.cost().stream()).toList()), lineage(now));
    }

    private Optional<Double> missing() {
        double seconds = Round.time(media.number("missingSeconds", 0));
        return seconds > 0 ? Optional.of(seconds) : Optional.empty();
    }

    private Optional<Coverage.OtherTracks> otherTracks() {
        Line others = media.object("otherTracks");
        return Optional.of(new Coverage.OtherTracks(
                        (int) others.number("pictures", 0), (int) others.number("sounds", 0), (int) others.number("subtitles", 0)))
                .filter(Coverage.OtherTracks::any);
    }

    private List<StepFolder> of(String domain) {
        return steps.stream().filter(step -> step.domain().equals(domain)).toList();
    }

    /** The domains that look at frames: the program's own, and those of a user's models. */
    private Set<String> domains() {
        Set<String> domains = new LinkedHashSet<>(PICTURE_DOMAINS);
        steps.stream().map(StepFolder::domain).filter(domain -> !ORDER.contains(domain)).forEach(domains::add);
        return domains;
    }

    private Coverage.Domain knownCoverage() {
        Optional<StepFolder> own = of(Domains.KNOWN).stream().findFirst();
        if (own.isPresent() && own.get().status() != Coverage.Status.ANALYSED) {
            return Coverage.Domain.of(own.get().status(), own.get().reason().orElse("no reason was given"));
        }
        return KnownMatches.compared(steps)
                ? new Coverage.Domain(Coverage.Status.ANALYSED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty())
                : Coverage.Domain.of(Coverage.Status.NOT_REQUESTED, "no hash list was given");
    }

    private List<Double> frameDomain(String domain, Map<String, Person> people) throws IOException {
        Coverage.Domain gap = gap(domain);
        if (gap.status() != Coverage.Status.ANALYSED || stopped) {
            coverage.put(domain, gap);
            return List.of();
        }
        FrameFindings findings = FrameFindings.read(domain, of(domain), times, labels, taxonomy);
        evidence.addAll(findings.evidence(people));
        coverage.put(domain, findings.coverage(gap.status(), gap.reason()));
        Set<Double> looked = new HashSet<>(findings.analysed());
        looked.removeAll(findings.reused());
        analysed.addAll(looked);
        reused.addAll(findings.reused());
        return findings.analysed();
    }

    /** What is known of a domain's coverage by its steps alone: the worst of them counts. */
    private Coverage.Domain gap(String domain) {
        if (stopped) {
            return Coverage.Domain.of(Coverage.Status.NOT_REQUESTED, "known content stopped the moderation before it");
        }
        List<StepFolder> own = of(domain);
        Optional<StepFolder> failed = own.stream().filter(step -> step.status() == Coverage.Status.FAILED).findFirst();
        if (failed.isPresent()) {
            return Coverage.Domain.of(Coverage.Status.FAILED, failed.get().reason().orElse("the step failed"));
        }
        Optional<StepFolder> other = own.stream().filter(step -> step.status() != Coverage.Status.ANALYSED).findFirst();
        if (other.isPresent()) {
            return Coverage.Domain.of(other.get().status(), other.get().reason().orElse("no reason was given"));
        }
        if (!own.isEmpty()) {
            return new Coverage.Domain(Coverage.Status.ANALYSED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty());
        }
        if (PICTURE_DOMAINS.contains(domain) && !media.has("video")) {
            return Coverage.Domain.of(Coverage.Status.ABSENT, "the file has no picture");
        }
        if (domain.equals(Domains.SPEECH) && !media.has("audio")) {
            return Coverage.Domain.of(Coverage.Status.ABSENT, "the file has no sound");
        }
        return Coverage.Domain.of(Coverage.Status.NOT_REQUESTED, "nobody asked for it");
    }

    private void wordCoverage(List<Speech> transcript) {
        Coverage.Domain speech = gap(Domains.SPEECH);
        coverage.put(Domains.SPEECH, new Coverage.Domain(speech.status(), speech.reason(), Optional.empty(), Optional.empty(),
                speech.status() == Coverage.Status.ANALYSED
                        ? Optional.of(transcript.stream()
                                .map(part -> new Coverage.SpeechSegment(part.start(), part.end(), part.language(), part.supported()))
                                .toList())
                        : Optional.empty(),
                Optional.empty()));
        coverage.put(Domains.TOXICITY, gap(Domains.TOXICITY));
    }

    private Map<String, Coverage.Domain> inOrder() {
        Map<String, Coverage.Domain> sorted = new LinkedHashMap<>();
        coverage.entrySet().stream().sorted(Comparator.comparingInt(entry -> order(entry.getKey())))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private List<String> notLookedFor() {
        Map<String, List<StepFolder>> looked = new LinkedHashMap<>();
        coverage.forEach((domain, entry) -> {
            if (entry.status() == Coverage.Status.ANALYSED) {
                looked.put(domain, of(domain));
            }
        });
        return NotLookedFor.of(looked, taxonomy, labels);
    }

    /** The evidence in order of time, each named by its domain and its place among the domain's. */
    private List<Evidence> numbered() {
        List<Evidence> sorted = new ArrayList<>(evidence);
        sorted.sort(Comparator.comparingDouble(Evidence::start).thenComparing(item -> order(item.domain())).thenComparing(Evidence::domain)
                .thenComparing(Evidence::label).thenComparing(item -> item.text().orElse("")).thenComparing(item -> item.person().orElse(""))
                .thenComparing(Evidence::end));
        Map<String, Integer> counts = new LinkedHashMap<>();
        return sorted.stream().map(item -> item.named(item.domain() + "-" + counts.merge(item.domain(), 1, Integer::sum))).toList();
    }

    private Video video() {
        Line picture = media.object("video");
        Line sound = media.object("audio");
        Line frames = media.object("frames");
        Set<Double> onlyReused = new HashSet<>(reused);
        onlyReused.removeAll(analysed);
        return new Video(media.text("file"), media.text("sha256"), (long) media.number("bytes", 0), Round.time(media.number("durationSeconds")),
                media.text("container", ""),
                media.has("video") ? Optional.of(new Video.Picture(picture.text("codec", ""), (int) picture.number("width", 0),
                        (int) picture.number("height", 0), Round.time(picture.number("frameRate", 0)), (int) picture.number("rotation", 0)))
                        : Optional.empty(),
                media.has("audio") ? Optional.of(new Video.Sound(sound.text("codec", ""), (int) sound.number("sampleRate", 0),
                        (int) sound.number("channels", 0), (int) sound.number("tracks", 1))) : Optional.empty(),
                new Video.Frames((long) frames.number("decoded", 0), (long) frames.number("stored", 0), analysed.size(), onlyReused.size()),
                media.texts("warnings"));
    }

    private List<ModelReference> models() {
        Map<String, ModelReference> models = new LinkedHashMap<>();
        for (StepFolder step : steps) {
            for (StepFolder.Model model : step.models()) {
                models.merge(model.reference().label(), model.reference(), ModelReference::withDomainsOf);
            }
        }
        return List.copyOf(models.values());
    }

    private Lineage lineage(Instant now) throws IOException {
        List<Lineage.Step> lineage = new ArrayList<>();
        for (StepFolder step : steps) {
            List<Lineage.Output> outputs = new ArrayList<>();
            try (Stream<Path> files = Files.isDirectory(step.folder()) ? Files.list(step.folder()) : Stream.empty()) {
                for (Path file : new TreeSet<>(files.filter(Files::isRegularFile).toList())) {
                    // step.json holds times that differ from run to run.
                    if (file.toString().endsWith(".jsonl") || file.toString().endsWith(".out")) {
                        outputs.add(new Lineage.Output(file.getFileName().toString(), new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file)));
                    }
                }
            }
            lineage.add(new Lineage.Step(step.name(), step.models().stream().map(model -> model.reference().label()).toList(), outputs));
        }
        return new Lineage(Program.NAME_AND_VERSION, taxonomy.version(), now.toString(), lineage);
    }
}
