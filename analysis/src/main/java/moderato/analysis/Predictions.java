package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a batch transform's models said of frames, as a step's own files have it.
 *
 * <p>The transform leaves a file {@code <picture>.out} for each picture, and {@code about.json.out}, in which the models speak of themselves.
 */
public final class Predictions {

    /** The request that asks the models about themselves; it lies beside the pictures, which so are never none. */
    static final String ABOUT = "about.json";

    private static final String ANSWERED = ".out";

    private Predictions() {}

    /**
     * A domain's part.
     *
     * @param report as in {@code step.json}
     * @param lines as in {@code <domain>.jsonl}, in the order of the frames
     */
    record Domain(String domain, ObjectNode report, List<ObjectNode> lines) {}

    /** Whether a folder holds a transform's answers. */
    public static boolean in(Path folder) {
        return Files.isRegularFile(folder.resolve(ABOUT + ANSWERED));
    }

    /** Writes the request that asks the models about themselves. */
    static void ask(Path folder) throws IOException {
        Files.writeString(Files.createDirectories(folder).resolve(ABOUT), "{}");
    }

    /**
     * Writes what a transform left in the form of a step's output.
     *
     * @param answers the transform's output
     * @param frames the folder with {@code frames.jsonl}
     * @param target gets {@code step.json} and {@code <domain>.jsonl}, a folder of that form for each further domain, and the first of the answers,
     *     by whose digest the transform is found again
     */
    public static void write(Path answers, Path frames, Path target) throws IOException {
        boolean own = true;
        for (Domain domain : read(answers, VideoFrame.read(frames))) {
            Path place = Files.createDirectories(own ? target : target.resolve(domain.domain()));
            JsonLines.write(place.resolve(domain.domain() + ".jsonl"), domain.lines());
            Files.write(place.resolve("step.json"), JsonLines.MAPPER.writeValueAsBytes(domain.report()));
            own = false;
        }
        try (Stream<Path> files = Files.list(answers)) {
            Path first = files.filter(file -> file.toString().endsWith(ANSWERED)).sorted().findFirst().orElseThrow();
            Files.copy(first, target.resolve(first.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The domains that a transform looked for, its own first. */
    static List<Domain> read(Path answers, List<VideoFrame> frames) throws IOException {
        JsonNode about = answer(answers, ABOUT);
        List<Domain> domains = new ArrayList<>();
        for (JsonNode report : about.path("reports")) {
            domains.add(new Domain(report.path("domain").asText(), (ObjectNode) report, new ArrayList<>()));
        }
        JsonNode cost = about.path("cost");
        for (VideoFrame frame : frames) {
            if (frame.duplicateOf().isPresent() || !Files.isRegularFile(answers.resolve(frame.frame() + ANSWERED))) {
                continue;
            }
            JsonNode answer = answer(answers, frame.frame());
            cost = answer.at("/cost/wallSeconds").asDouble() > cost.path("wallSeconds").asDouble() ? answer.path("cost") : cost;
            domains.forEach(domain -> add(domain, frame, answer.path("domains").path(domain.domain())));
        }
        for (Domain domain : domains) {
            finish(domain, frames.isEmpty());
        }
        if (!domains.isEmpty()) {
            domains.getFirst().report().set("cost", cost);
        }
        return domains;
    }

    private static void add(Domain domain, VideoFrame frame, JsonNode answer) {
        if (answer.has("failed")) {
            domain.report().put("status", "failed").put("reason", answer.path("failed").asText());
        } else if (answer.isObject()) {
            ObjectNode line = JsonLines.MAPPER.createObjectNode().put("frame", frame.frame()).put("pts", frame.pts());
            domain.lines().add(line.setAll((ObjectNode) answer));
        }
    }

    private static void finish(Domain domain, boolean noPicture) {
        ObjectNode report = domain.report();
        report.remove("cost");
        if (noPicture && report.path("status").asText().equals("analysed")) {
            report.put("status", "absent").put("reason", "the video has no picture").putArray("models");
        }
        report.putObject("counts").put("analysed", domain.lines().size());
    }

    private static JsonNode answer(Path folder, String name) throws IOException {
        return JsonLines.MAPPER.readTree(folder.resolve(name + ANSWERED).toFile());
    }
}
