package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Model package groups, in the shapes of the SageMaker API. */
public final class PackageGroups {

    static final String KIND = "model-package-group";
    private static final String NAME = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";

    private final Database database;
    private final InstantSource clock;

    PackageGroups(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Creates a group.
     *
     * @param request CreateModelPackageGroup
     * @param by who asks
     * @return {@code {ModelPackageGroupArn}}
     * @throws RegistryException when there is one of this name already
     */
    public ObjectNode create(JsonNode request, String by) {
        String name = request.path("ModelPackageGroupName").asText("");
        return database.transaction(handle -> {
            if (find(handle, name).isPresent()) {
                throw RegistryException.invalid("Model Package Group already exists: " + Arns.of(KIND, name));
            }
            insert(handle, name, request.path("ModelPackageGroupDescription").asText(""), by);
            return Json.object().put("ModelPackageGroupArn", Arns.of(KIND, name));
        });
    }

    private void insert(Handle handle, String name, String description, String by) {
        if (!name.matches(NAME)) {
            throw RegistryException.invalid("'" + name + "' is no name for a model package group: letters, digits and single hyphens between them, 63 at most.");
        }
        long now = clock.millis();
        ObjectNode body = Json.object().put("ModelPackageGroupName", name).put("ModelPackageGroupArn", Arns.of(KIND, name));
        if (!description.isEmpty()) {
            body.put("ModelPackageGroupDescription", description);
        }
        body.put("CreationTime", Json.seconds(now)).put("ModelPackageGroupStatus", "Completed").set("CreatedBy", Json.object().put("UserProfileName", by));
        handle.execute("INSERT INTO package_group VALUES (?, 0, ?, ?)", name, now, body.toString());
    }

    private static Optional<ObjectNode> find(Handle handle, String name) {
        return handle.first(Handle::text, "SELECT body FROM package_group WHERE name = ?", name).map(Json::parse);
    }

    /** The next version of a group, which is made when it is not there. */
    int nextVersion(Handle handle, String name, String by) {
        if (find(handle, name).isEmpty()) {
            insert(handle, name, "", by);
        }
        return handle.first(row -> row.getInt(1), "UPDATE package_group SET last_version = last_version + 1 WHERE name = ? RETURNING last_version", name).orElseThrow();
    }

    /**
     * DescribeModelPackageGroup's answer.
     *
     * @param nameOrArn the group
     * @throws RegistryException when there is no such group
     */
    public ObjectNode describe(String nameOrArn) {
        String name = Arns.name(KIND, nameOrArn);
        return database.transaction(handle -> find(handle, name).orElseThrow(() -> missing(name)));
    }

    private static RegistryException missing(String name) {
        return RegistryException.invalid("ModelPackageGroup " + Arns.of(KIND, name) + " does not exist.");
    }

    /** The groups that ListModelPackageGroups names, in its order. */
    public List<ObjectNode> list(JsonNode request) {
        return database.transaction(handle -> Listing.of(request, "ModelPackageGroupName")
                .chosen(handle.list(row -> Json.parse(row.getString(1)), "SELECT body FROM package_group ORDER BY created, name")));
    }

    /**
     * Removes a group without versions.
     *
     * @throws RegistryException when there is no such group, or it has versions
     */
    public void delete(String nameOrArn) {
        String name = Arns.name(KIND, nameOrArn);
        database.transaction(handle -> {
            if (find(handle, name).isEmpty()) {
                throw missing(name);
            }
            if (!PackageRow.query(handle, "WHERE package_group = ?", name).isEmpty()) {
                throw new RegistryException(RegistryException.Refusal.CONFLICT, "Model Package Group " + Arns.of(KIND, name) + " still has model packages; delete them first.");
            }
            return handle.execute("DELETE FROM package_group WHERE name = ?", name);
        });
    }
}
