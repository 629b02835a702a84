package moderato.bench;

import com.google.common.math.Quantiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import moderato.media.ClipMaker;
import moderato.media.ClipPart;
import moderato.media.ClipSound;
import moderato.models.ModelStore;
import moderato.moderation.Evaluation;
import moderato.moderation.LabelledEvent;
import moderato.moderation.ModerationPackage;
import moderato.moderation.Policy;

/**
 * Finds out what sampling misses: splices events into carriers at seeded times, moderates, and evaluates.
 *
 * <p>Arguments: a folder for the clips and what is made of them; the seed (1); how many clips (1); values of {@code --frames-per-second}
 * ({@code adaptive 1 2 4}). A clip holds a card with an insult, a listed picture, a listed face and a knife, each for 0.5, 1, 2 and 5 s, in a mixed order, between
 * pieces of footage of 1.5 to 3.5 s; to each belongs a clip with an insult and a threat spoken for as long: the beginning of the insult, the end of the
 * threat, or it all, said again until the time is over. Prints recall, and the median error of start and end in seconds, by event and length.
 */
public final class InsertedEvents {

    private static final ClipMaker MAKER = new ClipMaker(640, 360, 25);
    private static final double[] LENGTHS = {0.5, 1, 2, 5};
    private static final List<Material> CARRIERS = List.of(Material.RABBIT, Material.BIKES, Material.CARPHONE);
    private static final double SPOKEN_EVERY = 9;

    /** What is spliced in. */
    private enum Kind {
        CARD(Material.INSULT, "Insult"),
        LISTED_PICTURE(Material.ADVERT, "Listed Content"),
        LISTED_FACE(Material.PORTRAIT, "Listed Person"),
        KNIFE(Material.KNIFE, "Weapons"),
        SPOKEN_INSULT(Material.SPEECH, "Insult", 5.9, 8.6, false),
        SPOKEN_THREAT(Material.THREAT, "Threat", 0, 2.2, true);

        private final Material material;
        private final String label;
        /** Where a spoken phrase lies in its sound, by its voice segment, in seconds. */
        private final double from;
        private final double to;
        /** Whether of a phrase that is too long its end is said, not its beginning. */
        private final boolean ends;

        Kind(Material material, String label) {
            this(material, label, 0, 0, false);
        }

        Kind(Material material, String label, double from, double to, boolean ends) {
            this.material = material;
            this.label = label;
            this.from = from;
            this.to = to;
            this.ends = ends;
        }
    }

    private record Event(Kind kind, double length) {}

    private final Path folder;
    private final Path home;
    private final ModelStore store;
    private final Random random;
    private final List<LabelledEvent> table = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Path> clips = new ArrayList<>();

    private InsertedEvents(Path folder, long seed) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        this.home = Files.createDirectories(folder.toAbsolutePath().resolve("home"));
        Path own = Path.of(System.getProperty("user.home"), ".moderato");
        if (!Files.exists(home.resolve("models"))) {
            Files.createSymbolicLink(home.resolve("models"), own.resolve("models").toRealPath());
        }
        this.store = ModelStore.open(own);
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        InsertedEvents bench = new InsertedEvents(Path.of(arguments[0]), arguments.length > 1 ? Long.parseLong(arguments[1]) : 1);
        ProgramRun.prepare();
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        List<String> rates = arguments.length > 3 ? List.of(arguments).subList(3, arguments.length) : List.of("adaptive", "1", "2", "4");
        for (int clip = 0; clip < count; clip++) {
            bench.pictures(clip);
            bench.speech(clip);
        }
        for (String rate : rates) {
            bench.moderate(rate);
        }
    }

    private void pictures(int clip) throws IOException, InterruptedException {
        List<Event> events = new ArrayList<>();
        for (Kind kind : List.of(Kind.CARD, Kind.LISTED_PICTURE, Kind.LISTED_FACE, Kind.KNIFE)) {
            for (double length : LENGTHS) {
                events.add(new Event(kind, length));
            }
        }
        Collections.shuffle(events, random);
        Path target = folder.resolve("pictures" + clip + ".mp4");
        List<ClipPart> parts = new ArrayList<>();
        double at = 0;
        for (Event event : events) {
            at += carrier(parts);
            parts.add(new ClipPart.Still(event.kind.material.file(store, folder), event.length));
            label(target, at, at + event.length, event.kind);
            at += event.length;
        }
        carrier(parts);
        MAKER.make(parts, List.of(), target);
        clips.add(target);
    }

    private double carrier(List<ClipPart> parts) throws IOException, InterruptedException {
        // Whole frames, so that the times are exact.
        double seconds = (38 + random.nextInt(50)) / 25.0;
        parts.add(new ClipPart.Footage(CARRIERS.get(random.nextInt(CARRIERS.size())).file(store, folder), seconds));
        return seconds;
    }

    private void speech(int clip) throws IOException, InterruptedException {
        Path target = folder.resolve("speech" + clip + ".mp4");
        List<ClipPart> parts = new ArrayList<>();
        List<ClipSound> sounds = new ArrayList<>();
        for (Kind kind : List.of(Kind.SPOKEN_INSULT, Kind.SPOKEN_THREAT)) {
            for (double length : LENGTHS) {
                double at = sounds.size() * SPOKEN_EVERY + 1 + Math.rint(random.nextDouble() * 200) / 100;
                sounds.add(new ClipSound(spoken(kind, length), at));
                label(target, at, at + length, kind);
            }
        }
        parts.add(new ClipPart.Still(Material.CAT.file(store, folder), sounds.size() * SPOKEN_EVERY));
        MAKER.make(parts, sounds, target);
        clips.add(target);
    }

    /* A phrase for so many seconds, as a wave file. */
    private Path spoken(Kind kind, double seconds) throws IOException, InterruptedException {
        Path file = folder.resolve("%s-%s.wav".formatted(kind, seconds));
        if (!Files.exists(file)) {
            double from = kind.ends ? Math.max(kind.from, kind.to - seconds) : kind.from;
            byte[] phrase = Arrays.copyOfRange(Wave.samples(kind.material.file(store, folder)), Wave.at(from), Wave.at(kind.to));
            byte[] said = new byte[Wave.at(seconds)];
            for (int start = 0; start < said.length; start += phrase.length) {
                System.arraycopy(phrase, 0, said, start, Math.min(phrase.length, said.length - start));
            }
            Wave.write(file, said);
        }
        return file;
    }

    private void label(Path clip, double from, double to, Kind kind) {
        table.add(new LabelledEvent(clip.getFileName().toString(), from, to, kind.label));
        kinds.add(kind);
    }

    private void moderate(String rate) throws IOException, InterruptedException {
        Path hash = folder.resolve("listed.csv");
        String line = said(run("hash", Kind.LISTED_PICTURE.material.file(store, folder).toString()));
        Files.writeString(hash, line.split(",")[1] + ",listed\n");
        run("faces", "enroll", "bench", "somebody", Kind.LISTED_FACE.material.file(store, folder).toString(), "--purpose", "a benchmark", "--home",
                home.toString());
        Path out = Files.createDirectories(folder.resolve("at-" + rate));
        List<String> arguments = new ArrayList<>(List.of("moderate"));
        clips.forEach(clip -> arguments.add(clip.toString()));
        arguments.addAll(List.of("--out", out.toString(), "--home", home.toString(), "--watchlist", "bench", "--hash-list", hash.toString(),
                "--no-report", "--domains", "known,objects,faces,text,speech,toxicity", "--frames-per-second", rate));
        ProgramRun run = run(arguments.toArray(String[]::new));
        List<ModerationPackage> packages = new ArrayList<>();
        for (Path clip : clips) {
            Path written = out.resolve(ModerationPackage.fileName(clip));
            if (!Files.exists(written)) {
                throw new IOException(run.output());
            }
            packages.add(ModerationPackage.read(written));
        }
        System.out.printf(Locale.ROOT, "%s: %.1f s of processor time%n", rate, run.processorSeconds());
        print(Evaluation.of(table, packages, List.of(Policy.standard()), 0.95));
    }

    private static String said(ProgramRun run) {
        return run.output().lines().filter(line -> line.split(",").length > 2).reduce((first, second) -> second).orElseThrow();
    }

    private static ProgramRun run(String... arguments) throws IOException, InterruptedException {
        return ProgramRun.of(List.of(arguments));
    }

    private void print(Evaluation evaluation) {
        TreeMap<String, List<Evaluation.Found>> groups = new TreeMap<>();
        for (Evaluation.LabelResult label : evaluation.policies().getFirst().labels()) {
            for (Evaluation.Found found : label.events()) {
                for (int i = 0; i < table.size(); i++) {
                    LabelledEvent event = table.get(i);
                    if (event.file().equals(found.file()) && event.start() == found.start() && event.label().equals(label.label())) {
                        String name = "%-15s %.1f s".formatted(kinds.get(i), event.end() - event.start());
                        groups.computeIfAbsent(name, absent -> new ArrayList<>()).add(found);
                    }
                }
            }
        }
        groups.forEach((name, found) -> System.out.printf(Locale.ROOT, "  %s  found %d of %d  start %s  end %s%n", name,
                found.stream().filter(Evaluation.Found::found).count(), found.size(),
                median(found.stream().flatMap(one -> one.startError().stream())),
                median(found.stream().flatMap(one -> one.endError().stream()))));
    }

    private static String median(Stream<Double> errors) {
        List<Double> sizes = errors.map(Math::abs).toList();
        return sizes.isEmpty() ? "-" : "%.2f".formatted(Quantiles.median().compute(sizes));
    }
}
