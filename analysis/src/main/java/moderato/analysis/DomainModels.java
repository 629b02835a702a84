package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.models.Adapter;
import moderato.models.Label;
import moderato.models.ManifestException;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;

/** The classifiers and detectors that look at one domain. */
final class DomainModels implements AutoCloseable {

    private final List<PictureModel> models;

    private DomainModels(List<PictureModel> models) {
        this.models = models;
    }

    /**
     * Loads the models of a domain.
     *
     * @param names which of them; empty for those that run by default
     * @throws ManifestException when there is none
     */
    static DomainModels load(ModelStore store, String domain, Optional<String> names) throws IOException, InterruptedException {
        List<ModelEntry> entries = new ArrayList<>();
        if (names.isPresent()) {
            for (String name : names.get().split(",")) {
                entries.add(store.entry(name.strip()));
            }
        } else {
            store.manifest().forTask(domain).stream()
                    .filter(ModelEntry::byDefault)
                    .filter(entry -> !(entry.adapter() instanceof Adapter.Own))
                    .forEach(entries::add);
        }
        if (entries.isEmpty()) {
            throw new ManifestException(
                    "domain " + domain, "no model looks at it; add one with `moderato models add FILE` or leave the domain out");
        }
        DomainModels loaded = new DomainModels(new ArrayList<>());
        try {
            for (ModelEntry entry : entries) {
                loaded.models.add(PictureModel.load(store, entry));
            }
            return loaded;
        } catch (IOException | InterruptedException e) {
            loaded.close();
            throw e;
        }
    }

    List<ModelEntry> entries() {
        return models.stream().map(PictureModel::entry).toList();
    }

    /** The line of a frame: the findings of all models, and the scores of classifiers. */
    ObjectNode line(VideoFrame frame, Bitmap picture) throws IOException {
        ObjectNode line = FindingJson.line(frame, models.getFirst().entry().name());
        look(line, picture);
        return line;
    }

    private void look(ObjectNode line, Bitmap picture) throws IOException {
        for (PictureModel model : models) {
            PictureModel.Answer answer = model.look(picture);
            for (int i = 0; i < answer.scores().size(); i++) {
                Label label = model.labels().get(i);
                double score = answer.scores().get(i);
                if (label.use() == Label.Use.EVIDENCE) {
                    score(line, label, FindingJson.rounded(score, 1e6));
                }
                if (label.use() != Label.Use.IGNORE && score >= label.threshold()) {
                    describe(FindingJson.add(line, label.name(), score), model, label);
                }
            }
            for (Detection detection : answer.detections()) {
                Label label = model.labels().get(detection.label());
                if (label.use() != Label.Use.IGNORE && detection.score() >= label.threshold()) {
                    ObjectNode finding = FindingJson.add(line, label.name(), detection.score());
                    FindingJson.box(finding, detection, picture.width(), picture.height());
                    describe(finding, model, label);
                }
            }
        }
    }

    /** Where two models have a label of the same name, the higher score stays. */
    private static void score(ObjectNode line, Label label, double score) {
        ObjectNode scores = line.withObjectProperty("scores");
        scores.put(label.name(), Math.max(score, scores.path(label.name()).asDouble(0)));
    }

    private void describe(ObjectNode finding, PictureModel model, Label label) {
        FindingJson.place(finding, label);
        if (models.size() > 1) {
            finding.put("model", model.entry().name());
        }
    }

    /** What a single picture shows: the line of a frame without its frame. */
    ObjectNode answer(Bitmap picture) throws IOException {
        ObjectNode answer = JsonLines.MAPPER.createObjectNode();
        answer.put("model", models.getFirst().entry().name()).putArray("findings");
        look(answer, picture);
        return answer;
    }

    @Override
    public void close() {
        models.forEach(PictureModel::close);
    }
}
