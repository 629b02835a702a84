package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where things come from and what became of them: artifacts, actions, contexts, the components of jobs, and their associations. */
public final class Lineage {

    private static final int CONTENT_AT_MOST = 1000;
    private static final Map<String, String> TYPES = Map.of("model", "Model", "model-package", "ModelPackage", "endpoint", "Endpoint", "training-job", "TrainingJob", "processing-job",
            "ProcessingJob", "transform-job", "TransformJob");

    private final Database database;
    private final InstantSource clock;

    Lineage(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Which way a query goes: up to what something was made from, down to what was made from it. */
    public enum Direction {
        /** To what it was made from. */
        UP("destination"),
        /** To what was made from it. */
        DOWN("source");

        private final String here;

        Direction(String here) {
            this.here = here;
        }
    }

    /**
     * Creates what a Lineage step asks for. What is there already, by name or, for artifacts, by source, is taken as it is.
     *
     * @param request {@code {Actions, Artifacts, Contexts, Associations}}, each like the API's request that creates one
     * @param run the ARN of the run that asks
     * @return {@code {ActionArns, ArtifactArns, ContextArns, Associations}}
     * @throws RegistryException when an association names what the step does not make
     */
    public ObjectNode create(JsonNode request, String run) {
        return database.transaction(handle -> {
            LineageRows rows = new LineageRows(handle, clock.millis());
            ObjectNode answer = Json.object();
            request.path("Actions").forEach(each -> answer.withObjectProperty("ActionArns").put(each.path("ActionName").asText(), named(rows, Entity.Kind.Action, each)));
            request.path("Artifacts").forEach(each -> answer.withObjectProperty("ArtifactArns").put(each.path("ArtifactName").asText(), artifact(rows, each)));
            request.path("Contexts").forEach(each -> answer.withObjectProperty("ContextArns").put(each.path("ContextName").asText(), named(rows, Entity.Kind.Context, each)));
            String context = rows.run(run);
            for (String member : List.of("ActionArns", "ArtifactArns", "ContextArns")) {
                answer.path(member).forEach(arn -> rows.associate(arn.asText(), context, LineageRows.ASSOCIATED));
            }
            for (JsonNode each : request.path("Associations")) {
                String source = end(rows, answer, each.path("Source"));
                String destination = end(rows, answer, each.path("Destination"));
                rows.associate(source, destination, each.path("AssociationType").asText(LineageRows.ASSOCIATED));
                answer.withArrayProperty("Associations").addObject().put("SourceArn", source).put("DestinationArn", destination);
            }
            return answer;
        });
    }

    private static String named(LineageRows rows, Entity.Kind kind, JsonNode request) {
        return rows.named(kind, request.path(kind + "Type").asText(), request.path(kind + "Name").asText(), source(request), Json.copy(request));
    }

    private static String artifact(LineageRows rows, JsonNode request) {
        return rows.newest(source(request)).map(Entity::arn)
                .orElseGet(() -> rows.artifact(source(request), "", request.path("ArtifactType").asText(), request.path("ArtifactName").asText(), Json.copy(request)));
    }

    private static String source(JsonNode request) {
        return request.path("Source").path("SourceUri").asText();
    }

    private static String end(LineageRows rows, JsonNode made, JsonNode end) {
        if (end.has("Arn")) {
            String arn = end.path("Arn").asText();
            return rows.entity(arn).map(Entity::arn).orElseGet(() -> rows.artifact(arn, type(arn)));
        }
        JsonNode arn = made.path(end.path("Type").asText() + "Arns").path(end.path("Name").asText());
        if (arn.isMissingNode()) {
            throw RegistryException.invalid("An association names the " + end.path("Type").asText() + " '" + end.path("Name").asText() + "', which this step does not make.");
        }
        return arn.asText();
    }

    /** The type of the artifact that stands for a thing with an ARN. */
    private static String type(String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        return TYPES.getOrDefault(resource.substring(0, Math.max(0, resource.indexOf('/'))), "Resource");
    }

    /**
     * The entities that an address or ARN means: itself; else what stands for it, newest first; else, for an object, the outputs around or
     * below it.
     */
    public List<Entity> find(String reference) {
        return database.transaction(handle -> {
            LineageRows rows = new LineageRows(handle, clock.millis());
            Optional<Entity> exact = rows.entity(reference);
            if (exact.isPresent()) {
                return List.of(exact.get());
            }
            String plain = reference.endsWith("/") ? reference.substring(0, reference.length() - 1) : reference;
            List<Entity> standing = rows.entities("source IN (?, ?) ORDER BY id DESC", plain, plain + "/");
            return standing.isEmpty() && reference.startsWith("s3://") ? rows.overlapping(plain) : standing;
        });
    }

    /** The artifacts that held a file of these bytes, newest first. */
    public List<Entity> holding(String sha256) {
        return database.transaction(handle -> new LineageRows(handle, clock.millis())
                .entities("arn IN (SELECT artifact FROM content WHERE sha256 = ?) ORDER BY id DESC LIMIT ?", sha256, CONTENT_AT_MOST));
    }

    /**
     * Everything that the entities were made from, or that was made from them.
     *
     * @param depth how many associations far at most
     */
    public LineageGraph query(Collection<String> starts, Direction direction, int depth) {
        return database.transaction(handle -> {
            LineageRows rows = new LineageRows(handle, clock.millis());
            Map<String, Entity> entities = new LinkedHashMap<>();
            Set<LineageGraph.Association> associations = new LinkedHashSet<>();
            Deque<String> border = new ArrayDeque<>(starts);
            for (int step = 0; !border.isEmpty(); step++) {
                Deque<String> next = new ArrayDeque<>();
                for (String arn : border) {
                    if (entities.containsKey(arn)) {
                        continue;
                    }
                    rows.entity(arn).ifPresent(entity -> entities.put(arn, entity));
                    if (step < depth) {
                        for (LineageGraph.Association association : rows.associations(direction.here, arn)) {
                            associations.add(association);
                            next.add(direction == Direction.UP ? association.source() : association.destination());
                        }
                    }
                }
                border = next;
            }
            return new LineageGraph(List.copyOf(starts), entities, List.copyOf(associations));
        });
    }

    /** What is associated with a context, such as the jobs of a run, oldest first. */
    public List<Entity> members(String context) {
        return database.transaction(handle -> new LineageRows(handle, clock.millis()).entities("arn IN (SELECT source FROM association WHERE destination = ?) ORDER BY id", context));
    }

    /** The runs that an entity is associated with, newest last. */
    public List<Entity> runs(String arn) {
        return database.transaction(handle -> new LineageRows(handle, clock.millis())
                .entities("arn IN (SELECT destination FROM association WHERE source = ?) AND type IN ('PipelineExecution', 'StateMachineExecution') ORDER BY id", arn));
    }
}
