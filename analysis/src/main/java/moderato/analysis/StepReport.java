package moderato.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.models.Label;
import moderato.models.Manifest;
import moderato.models.ModelEntry;
import moderato.models.ProcessorTime;

/**
 * What a step says of itself in {@code step.json}: whether its domain was covered, with which models, and what it cost.
 *
 * @param domain the domain looked at
 * @param status whether it was covered
 * @param reason why not, where it was not
 * @param models the models used
 * @param counts numbers of things looked at
 * @param wallSeconds time from start to end
 * @param processorSeconds processor time of the step's own threads, and of its child process where it has one
 */
record StepReport(
        String domain,
        Status status,
        Optional<String> reason,
        List<ModelEntry> models,
        Map<String, Long> counts,
        double wallSeconds,
        double processorSeconds) {

    /** Whether a domain was covered. */
    enum Status {
        /** Looked at. */
        ANALYSED("analysed"),
        /** The video has nothing of the kind: no sound, no picture. */
        ABSENT("absent"),
        /** It was to be looked at and could not. */
        FAILED("failed"),
        /** Nobody asked. */
        NOT_REQUESTED("notRequested");

        private final String word;

        Status(String word) {
            this.word = word;
        }
    }

    StepReport {
        models = List.copyOf(models);
        counts = new LinkedHashMap<>(counts);
    }

    /** Writes {@code step.json} into a step's output folder. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("step.json"), JsonLines.MAPPER.writeValueAsBytes(json()));
    }

    /** What {@code step.json} holds. */
    ObjectNode json() throws IOException {
        ObjectNode json = JsonLines.MAPPER.createObjectNode();
        json.put("domain", domain).put("status", status.word);
        reason.ifPresent(text -> json.put("reason", text));
        ArrayNode used = json.putArray("models");
        for (ModelEntry model : models) {
            ObjectNode described = used.addObject()
                    .put("name", model.name())
                    .put("version", model.version())
                    .put("sha256", sha256(model))
                    .put("licence", model.licence())
                    .put("attribution", model.attribution());
            if (!Manifest.builtIn().entries().contains(model)) {
                described.set("covers", JsonLines.MAPPER.valueToTree(covers(model)));
            }
        }
        ObjectNode numbers = json.putObject("counts");
        counts.forEach(numbers::put);
        json.putObject("cost").put("wallSeconds", wallSeconds).put("processorSeconds", processorSeconds);
        return json;
    }

    /** The places of the taxonomy that a user's own model looks for; of the program's models the program knows them. */
    private static List<List<String>> covers(ModelEntry model) {
        return model.labels().stream().map(Label::taxonomy).filter(path -> !path.isEmpty()).distinct().toList();
    }

    // A model of several files goes by the first: the manifest says the rest.
    private static String sha256(ModelEntry model) {
        return model.files().getFirst().sha256();
    }

    /** Measures a step from its making on; made and asked by the step's own thread. */
    static final class Stopwatch {

        private final long wall = System.nanoTime();
        private final long processor = ProcessorTime.nanos();

        double wallSeconds() {
            return (System.nanoTime() - wall) / 1e9;
        }

        double processorSeconds() {
            return (ProcessorTime.nanos() - processor) / 1e9;
        }
    }

    /** A report of a step that looked at what it was given. */
    static StepReport analysed(String domain, List<ModelEntry> models, Map<String, Long> counts, Stopwatch watch) {
        return new StepReport(domain, Status.ANALYSED, Optional.empty(), models, counts, watch.wallSeconds(), watch.processorSeconds());
    }

    /** A report of a step whose domain the video has nothing of. */
    static StepReport absent(String domain, String reason, Stopwatch watch) {
        return new StepReport(domain, Status.ABSENT, Optional.of(reason), new ArrayList<>(), Map.of(), watch.wallSeconds(),
                watch.processorSeconds());
    }
}
