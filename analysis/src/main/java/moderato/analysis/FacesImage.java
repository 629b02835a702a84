package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.models.ModelEntry;

/**
 * The built-in image {@code moderato/faces}: finds people's faces, groups them into people across the video, and compares these with a
 * watchlist where one is given.
 *
 * <p>Reads {@code frames.jsonl} and {@code frames/} below {@code --input} (default {@code /opt/ml/processing/input/ingest}) and writes into
 * {@code --output} (default {@code /opt/ml/processing/output/faces}). {@code --select all|search} says which frames, {@code --models} where
 * the models are, {@code --threads} how many frames at once; {@code --watchlist} is the file of a list, or a folder with
 * one (default {@code /opt/ml/processing/input/watchlist}, which need not be there). Writes {@code faces.jsonl} and
 * {@code people.jsonl}; embeddings stay in memory.
 */
public final class FacesImage implements Image {

    private static final String DOMAIN = "faces";
    static final String MODEL = "faceplugin";
    private static final double EMBED_FROM = 40;

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        return StepFailure.guard(folders, configuration, FacesImage::find);
    }

    private static int find(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        FrameStep step = FrameStep.open(DOMAIN, folders, configuration, "with", "watchlist");
        if (step.nothingToSee()) {
            JsonLines.write(step.output().resolve("faces.jsonl"), List.of());
            JsonLines.write(step.output().resolve("people.jsonl"), List.of());
            StepReport.absent(DOMAIN, "the video has no picture", watch).write(step.output());
            return 0;
        }
        ModelEntry entry = step.models().entry(step.arguments().text("with").orElse(MODEL));
        Optional<Watchlist> watchlist = watchlist(step, folders, entry);
        try (FaceFinder finder = FaceFinder.load(step.models(), entry);
                FaceRule rule = FaceRule.load(step.models())) {
            List<SeenFaces> seen = List.copyOf(FrameSearch.look(
                    Turn.FACES,
                    step,
                    step.selected(),
                    Map.of(),
                    configuration,
                    frame -> look(finder, rule, step, frame),
                    SeenFaces::differ).values());
            People people = People.group(seen);
            JsonLines.write(step.output().resolve("faces.jsonl"), faces(seen, people, entry));
            JsonLines.write(step.output().resolve("people.jsonl"), people(seen, people, watchlist));
            List<ModelEntry> models = new ArrayList<>(List.of(entry));
            models.addAll(rule.entries());
            Map<String, Long> counts = new TreeMap<>();
            counts.put("analysed", (long) seen.size());
            counts.put("people", (long) people.list().size());
            StepReport.analysed(DOMAIN, models, counts, watch).write(step.output());
        }
        return 0;
    }

    private static Optional<Watchlist> watchlist(FrameStep step, JobFolders folders, ModelEntry entry) throws IOException {
        Path file = step.arguments().path("watchlist", folders, "/opt/ml/processing/input/watchlist");
        if (!Files.exists(file) && step.arguments().text("watchlist").isEmpty()) {
            return Optional.empty();
        }
        if (Files.isDirectory(file)) {
            if (Files.exists(file.resolve("none"))) {
                return Optional.empty();
            }
            file = onlyFile(file);
        }
        Watchlist list = Watchlist.read(file);
        if (!list.model().equals(entry.file("embedding").sha256())) {
            throw new IOException(file + ": was enrolled with another face model; enroll its pictures again");
        }
        return Optional.of(list);
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> files = listed.filter(Files::isRegularFile).toList();
            if (files.size() != 1) {
                throw new IOException(folder + ": one watchlist is expected, " + files.size() + " files are there");
            }
            return files.getFirst();
        }
    }

    private static SeenFaces look(FaceFinder finder, FaceRule rule, FrameStep step, VideoFrame frame) throws IOException {
        try (Bitmap picture = step.picture(frame)) {
            List<Face> faces = rule.people(picture, finder.find(picture, EMBED_FROM));
            return new SeenFaces(frame, picture.width(), picture.height(), faces);
        }
    }

    private static List<ObjectNode> faces(List<SeenFaces> frames, People people, ModelEntry entry) {
        List<ObjectNode> lines = new ArrayList<>();
        for (SeenFaces seen : frames) {
            ObjectNode line = FindingJson.line(seen.frame(), entry.name());
            for (Face face : seen.faces()) {
                ObjectNode finding = FindingJson.add(line, "face", face.box().score());
                FindingJson.box(finding, face.box(), seen.width(), seen.height());
                people.name(face).ifPresent(name -> finding.put("person", name));
            }
            lines.add(line);
        }
        return lines;
    }

    private static List<ObjectNode> people(List<SeenFaces> frames, People people, Optional<Watchlist> watchlist) {
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = 0; i < people.list().size(); i++) {
            People.Person person = people.list().get(i);
            People.Sighting best = person.best();
            ObjectNode line = JsonLines.MAPPER.createObjectNode();
            line.put("person", People.name(i + 1))
                    .put("first", person.first())
                    .put("last", person.last())
                    .put("seconds", FindingJson.rounded(People.seconds(person, frames), 1e3))
                    .put("frames", person.sightings().size())
                    .put("bestFrame", best.seen().frame().frame());
            line.set("box", FindingJson.box(best.face().box(), best.seen().width(), best.seen().height()));
            watchlist.ifPresent(list -> list.match(embeddings(person)).ifPresent(match -> line.putObject("match")
                    .put("list", list.name())
                    .put("name", match.person())
                    .put("purpose", list.purpose())
                    .put("similarity", FindingJson.rounded(match.similarity(), 1e4))));
            lines.add(line);
        }
        return lines;
    }

    private static List<Embedding> embeddings(People.Person person) {
        return person.sightings().stream().flatMap(sighting -> sighting.face().embedding().stream()).toList();
    }
}
