package moderato.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of lineage, within a transaction. What is already there is not made again.
 *
 * @param now when this happens, in milliseconds since 1970
 */
record LineageRows(Handle handle, long now) {

    static final String CONTRIBUTED = "ContributedTo";
    static final String PRODUCED = "Produced";
    static final String ASSOCIATED = "AssociatedWith";

    List<Entity> entities(String where, Object... values) {
        return handle.list(row -> new Entity(row.getString(1), Entity.Kind.valueOf(row.getString(2)), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)), Json.parse(row.getString(8))),
                "SELECT arn, kind, type, name, source, mark, created, body FROM entity WHERE " + where, values);
    }

    Optional<Entity> entity(String arn) {
        return entities("arn = ?", arn).stream().findFirst();
    }

    /** The newest artifact of a source. */
    Optional<Entity> newest(String source) {
        return entities("source = ? AND kind = 'Artifact' ORDER BY id DESC LIMIT 1", source).stream().findFirst();
    }

    /** The newest artifact of a source, which is made when there is none. */
    String artifact(String source, String type) {
        return newest(source).map(Entity::arn).orElseGet(() -> artifact(source, "", type, name(source), Json.object()));
    }

    /** The artifact of a source as its bytes are now. */
    String artifact(String source, String mark, String type, String name, ObjectNode body) {
        String arn = Arns.of(Entity.Kind.Artifact.arnKind(), Arns.digest(source + "\n" + mark));
        insert(new Entity(arn, Entity.Kind.Artifact, type, name, source, mark, Instant.ofEpochMilli(now), body));
        return arn;
    }

    /** An action, a context or a trial component, which its name identifies; what is known of it is replaced. */
    String named(Entity.Kind kind, String type, String name, String source, ObjectNode body) {
        String arn = Arns.of(kind.arnKind(), name);
        insert(new Entity(arn, kind, type, name, source, "", Instant.ofEpochMilli(now), body));
        handle.execute("UPDATE entity SET type = ?, source = ?, body = ? WHERE arn = ?", type, source, body.toString(), arn);
        return arn;
    }

    /** The context of a run, by its ARN. */
    String run(String runArn) {
        boolean pipeline = runArn.contains(":sagemaker:");
        String name = runArn.substring(Math.max(runArn.lastIndexOf('/'), runArn.lastIndexOf(':')) + 1);
        String arn = Arns.of(Entity.Kind.Context.arnKind(), Arns.digest(runArn));
        insert(new Entity(arn, Entity.Kind.Context, pipeline ? "PipelineExecution" : "StateMachineExecution", name, runArn, "", Instant.ofEpochMilli(now), Json.object()));
        return arn;
    }

    private void insert(Entity entity) {
        handle.execute("INSERT OR IGNORE INTO entity (arn, kind, type, name, source, mark, created, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entity.arn(), entity.kind().name(), entity.type(),
                entity.name(), entity.source(), entity.mark(), entity.created().toEpochMilli(), entity.body().toString());
    }

    void associate(String source, String destination, String type) {
        if (!source.equals(destination)) {
            handle.execute("INSERT OR IGNORE INTO association VALUES (?, ?, ?, ?)", source, destination, type, now);
        }
    }

    List<LineageGraph.Association> associations(String end, String arn) {
        return handle.list(row -> new LineageGraph.Association(row.getString(1), row.getString(2), row.getString(3)),
                "SELECT source, destination, type FROM association WHERE " + end + " = ? ORDER BY created, source, destination", arn);
    }

    /**
     * The newest artifacts that a job has made and whose addresses lie around this one, or below it, as an output's prefix lies around the
     * one file of it that another job reads.
     */
    List<Entity> overlapping(String address) {
        List<Entity> found = new ArrayList<>();
        String produced = "kind = 'Artifact' AND arn IN (SELECT destination FROM association WHERE type = 'Produced') AND id IN (SELECT max(id) FROM entity GROUP BY source)";
        for (int slash = address.lastIndexOf('/'); slash > "s3://".length(); slash = address.lastIndexOf('/', slash - 1)) {
            found.addAll(entities("source IN (?, ?) AND " + produced, address.substring(0, slash), address.substring(0, slash + 1)));
        }
        String below = address.endsWith("/") ? address : address + "/";
        // '0' is the character that follows the slash.
        found.addAll(entities("source > ? AND source < ? AND " + produced, below, below.substring(0, below.length() - 1) + "0"));
        return found;
    }

    private static String name(String source) {
        String plain = source.endsWith("/") ? source.substring(0, source.length() - 1) : source;
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
