package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/refine}: names the frames around hits of the first pass that place their start and end.
 *
 * <p>Reads every folder below {@code --inputs} (default {@code /opt/ml/processing/input}): the one with {@code frames.jsonl} and
 * {@code frames/}, and those with the predictions of a batch transform. Writes {@code refine.jsonl} into {@code --output} (default
 * {@code /opt/ml/processing/output/refine}), and the pictures that it names, for the next batch transform, into {@code --frames} (default
 * {@code /opt/ml/processing/output/frames}).
 */
public final class RefineImage implements Image {

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        return StepFailure.guard(folders, configuration, RefineImage::name);
    }

    private static int name(JobFolders folders, JobConfiguration configuration) throws IOException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        StepArguments arguments = StepArguments.parse(configuration.arguments(), "inputs", "output", "frames", "threads");
        Path output = Files.createDirectories(arguments.path("output", folders, "/opt/ml/processing/output/refine"));
        Path pictures = Files.createDirectories(arguments.path("frames", folders, "/opt/ml/processing/output/frames"));
        List<Path> inputs = inputs(arguments.path("inputs", folders, "/opt/ml/processing/input"));
        Path ingest = inputs.stream().filter(input -> Files.exists(input.resolve("frames.jsonl"))).findFirst()
                .orElseThrow(() -> new IOException("no input has a frames.jsonl"));
        List<VideoFrame> frames = VideoFrame.read(ingest);
        Map<String, Set<String>> hits = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (Path input : inputs.stream().filter(Predictions::in).toList()) {
            for (Predictions.Domain domain : Predictions.read(input, frames)) {
                for (JsonNode line : domain.lines()) {
                    seen.add(line.path("frame").asText());
                    if (isHit(line)) {
                        hits.computeIfAbsent(domain.domain(), absent -> new HashSet<>()).add(line.path("frame").asText());
                    }
                }
            }
        }
        List<ObjectNode> lines = new ArrayList<>();
        Set<String> named = new HashSet<>();
        hits.forEach((domain, names) -> {
            for (VideoFrame frame : between(frames, seen, names)) {
                if (named.add(frame.frame())) {
                    lines.add(JsonLines.MAPPER.createObjectNode()
                            .put("frame", frame.frame()).put("pts", frame.pts()).put("because", domain));
                }
            }
        });
        Predictions.ask(pictures);
        for (VideoFrame frame : frames) {
            if (named.contains(frame.frame())) {
                Files.copy(frame.file(ingest), pictures.resolve(frame.frame()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        JsonLines.write(output.resolve("refine.jsonl"), lines);
        StepReport.analysed("refine", List.of(), Map.of("named", (long) lines.size()), watch).write(output);
        return 0;
    }

    /**
     * The candidates that lie between a frame with a hit and a neighbouring frame of the first pass without one; where the later of these follows a cut,
     * only the last one before it.
     */
    static List<VideoFrame> between(List<VideoFrame> frames, Set<String> seen, Set<String> hits) {
        List<VideoFrame> named = new ArrayList<>();
        List<VideoFrame> waiting = new ArrayList<>();
        boolean before = false;
        boolean first = true;
        for (VideoFrame frame : frames) {
            if (seen.contains(frame.frame())) {
                boolean hit = hits.contains(frame.frame());
                if (first ? hit : hit != before) {
                    named.addAll(frame.changedAmong(waiting));
                }
                waiting.clear();
                before = hit;
                first = false;
            } else if (frame.duplicateOf().isEmpty()) {
                waiting.add(frame);
            }
        }
        if (before) {
            named.addAll(waiting);
        }
        return named;
    }

    /** A finding counts when it has a place in the taxonomy: a chair begins and ends without anybody asking. */
    private static boolean isHit(JsonNode line) {
        for (JsonNode finding : line.path("findings")) {
            if (!finding.has("taxonomy") || !finding.get("taxonomy").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> inputs(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.filter(Files::isDirectory).sorted().toList();
        }
    }
}
