package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.models.ModelStore;

/**
 * The built-in image {@code moderato/toxicity}: scores what is said and what is written in frames.
 *
 * <p>Arguments, each a container path: {@code --speech} (the folder of {@code speech.jsonl}), {@code --text} (the folder of
 * {@code text.jsonl}), {@code --models}, {@code --output}; and {@code --threads}. A folder that is not there counts as a step that was
 * not asked for. Writes {@code toxicity.jsonl} and {@code step.json}; a frame's lines are scored together, in reading
 * order. Scores from 0.3 come with the words they rest on.
 */
public final class ToxicityImage implements Image {

    private static final String DOMAIN = "toxicity";

    /** Scores below it need no reasons: no rule can rest on them. */
    private static final double FLOOR = 0.3;

    /** A text and where it was found. */
    private record Found(ObjectNode line, String text) {
    }

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        return StepFailure.guard(folders, configuration, ToxicityImage::score);
    }

    private static int score(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        StepArguments arguments = StepArguments.parse(configuration.arguments(), "speech", "text", "models", "output", "threads");
        Path speech = arguments.path("speech", folders, "/opt/ml/processing/input/speech").resolve("speech.jsonl");
        Path written = arguments.path("text", folders, "/opt/ml/processing/input/text").resolve("text.jsonl");
        Path output = Files.createDirectories(arguments.path("output", folders, "/opt/ml/processing/output/toxicity"));
        ModelStore models = ModelStore.readOnly(arguments.path("models", folders, "/opt/ml/processing/input/models"));
        if (!Files.exists(speech) && !Files.exists(written)) {
            throw new IOException("neither speech.jsonl nor text.jsonl is there: nothing says what the video's words are");
        }
        List<Found> found = new ArrayList<>(spoken(speech));
        found.addAll(written(written));
        List<ObjectNode> lines = new ArrayList<>();
        if (!found.isEmpty()) {
            int threads = arguments.count("threads", Cores.toUse());
            try (ToxicityClassifier classifier = ToxicityClassifier.open(models)) {
                List<ToxicityScores> scores = classifier.score(found.stream().map(Found::text).toList(), threads);
                Map<String, ToxicityScores> texts = new LinkedHashMap<>();
                for (int i = 0; i < found.size(); i++) {
                    texts.putIfAbsent(found.get(i).text, scores.get(i));
                }
                ToxicityGrounds grounds = new ToxicityGrounds(classifier);
                Map<String, Map<ToxicityCategory, List<String>>> words = new HashMap<>();
                FrameWork.map(Turn.TOXICITY, List.copyOf(texts.entrySet()), threads, configuration.stopping(),
                                text -> Map.entry(text.getKey(), grounds.of(text.getKey(), text.getValue(), FLOOR)))
                        .forEach(text -> words.put(text.getKey(), text.getValue()));
                for (int i = 0; i < found.size(); i++) {
                    lines.add(line(found.get(i), scores.get(i), words.getOrDefault(found.get(i).text, Map.of())));
                }
            }
        }
        JsonLines.write(output.resolve("toxicity.jsonl"), lines);
        StepReport.analysed(DOMAIN, List.of(models.entry(ToxicityClassifier.MODEL)), Map.of("texts", (long) lines.size()), watch).write(output);
        return 0;
    }

    private static ObjectNode line(Found found, ToxicityScores scores, Map<ToxicityCategory, List<String>> words) {
        ObjectNode line = found.line;
        line.put("text", found.text);
        ObjectNode numbers = line.putObject("scores");
        for (ToxicityCategory category : ToxicityCategory.ALL) {
            numbers.put(category.label(), scores.of(category));
        }
        if (!words.isEmpty()) {
            ObjectNode grounds = line.putObject("words");
            words.forEach((category, named) -> named.forEach(grounds.withArray(category.label())::add));
        }
        if (!scores.passage().equals(found.text)) {
            line.put("passage", scores.passage());
        }
        return line.put("model", ToxicityClassifier.MODEL + "+toxicity-head");
    }

    private static List<Found> spoken(Path file) throws IOException {
        List<Found> found = new ArrayList<>();
        for (JsonNode segment : JsonLines.read(file)) {
            String text = segment.path("text").asText("");
            if (segment.path("supported").asBoolean(true) && !text.isBlank()) {
                ObjectNode line = JsonLines.MAPPER.createObjectNode().put("source", "speech");
                line.set("start", segment.path("start"));
                line.set("end", segment.path("end"));
                found.add(new Found(line, text));
            }
        }
        return found;
    }

    private static List<Found> written(Path file) throws IOException {
        List<Found> found = new ArrayList<>();
        for (JsonNode frame : JsonLines.read(file)) {
            List<String> words = new ArrayList<>();
            frame.path("findings").forEach(finding -> words.add(finding.path("text").asText("")));
            String text = String.join(" ", words).strip();
            if (!text.isEmpty()) {
                ObjectNode line = JsonLines.MAPPER.createObjectNode().put("source", "text");
                line.set("start", frame.path("pts"));
                line.set("end", frame.path("pts"));
                line.set("frame", frame.path("frame"));
                found.add(new Found(line, text));
            }
        }
        return found;
    }
}
