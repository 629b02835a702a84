package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.Engine;
import moderato.kernel.RunDetails;
import moderato.pipelines.ExecutionView;
import moderato.registry.Entity;
import moderato.registry.Registry;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/** Finds what a user means whose lineage is asked for. */
record LineageReference(Registry registry, Home home) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The entities that are meant; none when nothing is known of it. */
    List<Entity> find(String object) throws IOException {
        if (Files.isRegularFile(Path.of(object))) {
            return file(Path.of(object));
        }
        if (object.startsWith("s3://") || object.startsWith("arn:")) {
            List<Entity> found = registry.lineage().find(object);
            return found.size() == 1 && found.getFirst().kind() == Entity.Kind.Context ? run(found.getFirst().source()) : found;
        }
        if (object.matches("[^/]+/[0-9]+")) {
            return registry.packages().find(object).map(found -> registry.lineage().find(found.path("ModelPackageArn").asText())).orElse(List.of());
        }
        Optional<Entity> job = job(object);
        return job.isPresent() ? List.of(job.get()) : run(object);
    }

    private Optional<Entity> job(String name) {
        for (String kind : List.of("training", "processing", "transform", "tuning")) {
            Optional<Entity> found = registry.experiments().component(name + "-aws-" + kind + "-job")
                    .flatMap(component -> registry.lineage().find(component.path("TrialComponentArn").asText()).stream().findFirst());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /* A file is known by its bytes; a package that was decided again since, by the files that its evidence was taken from. */
    private List<Entity> file(Path file) throws IOException {
        List<Entity> holding = registry.lineage().holding(new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file));
        if (!holding.isEmpty()) {
            return List.of(holding.getFirst());
        }
        Map<String, Entity> found = new LinkedHashMap<>();
        if (String.valueOf(file.getFileName()).endsWith(".json")) {
            for (JsonNode digest : read(file).path("lineage").findValues("sha256")) {
                registry.lineage().holding(digest.asText()).stream().limit(1).forEach(entity -> found.put(entity.arn(), entity));
            }
        }
        return List.copyOf(found.values());
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new CommandException(ExitCode.BAD_INPUT, file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /* What a run took from the cache was recorded with the run that did it; the properties of its steps name the jobs. */
    private List<Entity> run(String reference) throws IOException {
        try (Engine engine = Engines.read(home)) {
            RunDetails details = RunReference.find(engine, reference);
            String id = details.summary().run().id();
            Map<String, Entity> found = new LinkedHashMap<>();
            registry.lineage().find(id).forEach(context -> registry.lineage().members(context.arn()).forEach(entity -> found.put(entity.arn(), entity)));
            if (details.definition().language().equals(DefinitionFile.PIPELINES)) {
                List<String> made = new ArrayList<>();
                ExecutionView.of(engine.history(id)).properties().values().forEach(properties -> properties.properties().forEach(member -> {
                    if (member.getKey().endsWith("Arn")) {
                        made.add(member.getValue().asText());
                    }
                }));
                made.stream().filter(arn -> !arn.equals(id)).flatMap(arn -> registry.lineage().find(arn).stream()).forEach(entity -> found.putIfAbsent(entity.arn(), entity));
            }
            return List.copyOf(found.values());
        }
    }
}
