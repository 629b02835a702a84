package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one step of a moderation left, by its {@code step.json}.
 *
 * @param name the folder's name
 * @param domain what the step looked at
 */
record StepFolder(
        Path folder,
        String name,
        String domain,
        Coverage.Status status,
        Optional<String> reason,
        List<Model> models,
        Optional<Cost.Stage> cost) {

    /** A model of the step, and the places of the taxonomy that its manifest says it looks for. */
    record Model(ModelReference reference, List<List<String>> covers) {
    }

    /** Reads a step's folder; a step that left no {@code step.json} failed. */
    static StepFolder read(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        Path file = folder.resolve("step.json");
        if (!Files.isRegularFile(file)) {
            return new StepFolder(folder, name, name, Coverage.Status.FAILED, Optional.of("the step ended without a result"), List.of(),
                    Optional.empty());
        }
        Line step = Line.whole(file);
        String domain = step.text("domain", name);
        List<Model> models = new ArrayList<>();
        for (Line model : step.list("models")) {
            models.add(model(model, domain));
        }
        Optional<Cost.Stage> cost = step.has("cost")
                ? Optional.of(new Cost.Stage(name, Round.time(step.object("cost").number("wallSeconds", 0)),
                        Round.time(step.object("cost").number("processorSeconds", 0))))
                : Optional.empty();
        return new StepFolder(folder, name, domain, status(step), step.optional("reason"), models, cost);
    }

    private static Coverage.Status status(Line step) {
        String text = step.text("status");
        for (Coverage.Status status : Coverage.Status.values()) {
            if (status.json().equals(text)) {
                return status;
            }
        }
        throw new InvalidInputException(step.place() + ": unknown status '" + text + "'");
    }

    private static Model model(Line model, String domain) {
        List<List<String>> covers = new ArrayList<>();
        for (JsonNode path : model.json().path("covers")) {
            List<String> names = new ArrayList<>();
            path.forEach(part -> names.add(part.asText()));
            covers.add(names);
        }
        return new Model(new ModelReference(model.text("name"), model.text("version", ""), model.text("sha256", ""),
                model.text("licence", ""), model.optional("attribution"), List.of(domain)), covers);
    }

    Path file(String file) {
        return folder.resolve(file);
    }

    List<Line> lines(String file) throws IOException {
        return Line.read(file(file));
    }

    /** How evidence names a model that a line names. */
    String modelLabel(String named) {
        return models.stream().map(Model::reference).filter(model -> model.name().equals(named)).findFirst()
                .map(ModelReference::label).orElse(named);
    }
}
