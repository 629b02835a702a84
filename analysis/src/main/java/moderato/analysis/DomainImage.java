package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.jobs.ServingImage;
import moderato.models.ModelStore;

/**
 * The built-in image that looks at frames with the classifiers and detectors of one domain: {@code moderato/nudity},
 * {@code moderato/objects}, and the domains of models that a user added.
 *
 * <p>As a processing job it reads {@code frames.jsonl} and {@code frames/} below {@code --input} (default
 * {@code /opt/ml/processing/input/ingest}) and writes {@code <domain>.jsonl} and {@code step.json} into {@code --output} (default
 * {@code /opt/ml/processing/output/<domain>}). {@code --select all|base|search|refined} says which frames, {@code --with a,b} which models,
 * {@code --models} where they are, {@code --threads} how many frames at once. As a transform job it serves one picture a request, with the
 * models in {@code /opt/ml/model}.
 */
public final class DomainImage implements Image, ServingImage {

    private final String domain;

    /** Makes the image of a domain: {@code nudity}, {@code objects}, {@code weapons}, ... */
    public DomainImage(String domain) {
        this.domain = domain;
    }

    /** The domains that the models in a folder look for, those of entries that a user added among them; in order. */
    public static Set<String> domains(Path models) throws IOException {
        Set<String> domains = new TreeSet<>();
        ModelStore.readOnly(models).manifest().entries().forEach(entry -> domains.add(entry.task()));
        return domains;
    }

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        return StepFailure.guard(folders, configuration, this::look);
    }

    private int look(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        FrameStep step = FrameStep.open(domain, folders, configuration, "with");
        if (step.nothingToSee()) {
            JsonLines.write(step.output().resolve(domain + ".jsonl"), List.of());
            StepReport.absent(domain, "the video has no picture", watch).write(step.output());
            return 0;
        }
        try (DomainModels models = DomainModels.load(step.models(), domain, step.arguments().text("with"))) {
            FrameWork.Look<VideoFrame, ObjectNode> look = frame -> {
                try (Bitmap picture = step.picture(frame)) {
                    return models.line(frame, picture);
                }
            };
            List<ObjectNode> lines = List.copyOf(FrameSearch.look(
                    step, Map.of(), configuration, look, (one, other) -> !evidence(one).equals(evidence(other))).values());
            JsonLines.write(step.output().resolve(domain + ".jsonl"), lines);
            Map<String, Long> counts = new TreeMap<>(Map.of("analysed", (long) lines.size()));
            StepReport.analysed(domain, models.entries(), counts, watch).write(step.output());
        }
        return 0;
    }

    private static Set<String> evidence(ObjectNode line) {
        Set<String> labels = new HashSet<>();
        for (JsonNode finding : line.get("findings")) {
            if (!finding.get("taxonomy").isEmpty()) {
                labels.add(finding.get("label").asText());
            }
        }
        return labels;
    }

    @Override
    public Served load(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        DomainModels models = DomainModels.load(
                ModelStore.readOnly(folders.model()), domain, Optional.ofNullable(configuration.environment().get("MODERATO_MODELS")));
        return new Served() {
            @Override
            public byte[] predict(byte[] body, String contentType, String accept) throws IOException {
                if (!contentType.startsWith("image/")) {
                    throw new IOException("a picture is expected (image/jpeg, image/png), not " + contentType);
                }
                try (Bitmap picture = Bitmap.decode(body, "the request's body")) {
                    return JsonLines.MAPPER.writeValueAsBytes(models.answer(picture));
                }
            }

            @Override
            public void close() {
                models.close();
            }
        };
    }
}
