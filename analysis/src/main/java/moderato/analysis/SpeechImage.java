package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;

/**
 * The built-in image {@code moderato/speech}: finds speech in {@code audio.wav} and writes down what is said.
 *
 * <p>Arguments: {@code --input} (the folder of {@code audio.wav}), {@code --models}, {@code --output}, container paths all three;
 * {@code --with} (the recogniser's name in the manifest, {@code moonshine-base} by default); {@code --threads}. Writes
 * {@code speech.jsonl}, a line a segment, and {@code step.json}. Without {@code audio.wav} the domain is absent.
 */
public final class SpeechImage implements Image {

    private static final String DOMAIN = "speech";
    static final String DETECTOR = "silero-vad";
    static final String RECOGNISER = "moonshine-base";

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        return StepFailure.guard(folders, configuration, SpeechImage::listen);
    }

    private static int listen(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        StepArguments arguments = StepArguments.parse(configuration.arguments(), "input", "models", "output", "with", "threads");
        Path input = arguments.path("input", folders, "/opt/ml/processing/input/ingest");
        Path output = Files.createDirectories(arguments.path("output", folders, "/opt/ml/processing/output/speech"));
        if (!Files.isDirectory(input)) {
            throw new IOException("the input folder is not there: " + input);
        }
        Path file = input.resolve("audio.wav");
        if (!Files.exists(file)) {
            JsonLines.write(output.resolve("speech.jsonl"), List.of());
            StepReport.absent(DOMAIN, "the video has no sound", watch).write(output);
            return 0;
        }
        ModelStore models = ModelStore.readOnly(arguments.path("models", folders, "/opt/ml/processing/input/models"));
        ModelEntry detector = models.entry(DETECTOR);
        ModelEntry recogniser = models.entry(arguments.text("with").orElse(RECOGNISER));
        int threads = arguments.count("threads", Cores.toUse());
        List<SpokenSegment> spoken;
        try (Sound sound = Sound.open(file);
                SpeechListener listener = SpeechListener.load(models, detector, recogniser)) {
            spoken = listener.listen(sound, threads, configuration.stopping());
        }
        JsonLines.write(output.resolve("speech.jsonl"), spoken.stream().map(segment -> line(segment, recogniser)).toList());
        Map<String, Long> counts = new TreeMap<>();
        counts.put("segments", (long) spoken.size());
        counts.put("transcribed", spoken.stream().filter(segment -> !segment.text().isEmpty()).count());
        counts.put("unsupported", spoken.stream().filter(segment -> !segment.supported()).count());
        StepReport.analysed(DOMAIN, List.of(detector, recogniser), counts, watch).write(output);
        return 0;
    }

    private static ObjectNode line(SpokenSegment segment, ModelEntry recogniser) {
        ObjectNode line = JsonLines.MAPPER.createObjectNode()
                .put("start", segment.start())
                .put("end", segment.end())
                .put("text", segment.text())
                .put("confidence", segment.confidence())
                .put("language", segment.language())
                .put("languageConfidence", segment.languageConfidence())
                .put("supported", segment.supported());
        segment.dropped().ifPresent(reason -> line.put("dropped", reason));
        return line.put("model", recogniser.name());
    }
}
