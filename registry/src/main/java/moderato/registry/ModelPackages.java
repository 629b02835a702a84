package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Model package groups and their versions, with their approval and its history. Requests and descriptions have the shapes of the SageMaker
 * API.
 */
public final class ModelPackages {

    /** What a version's approval status may be; the first is what it begins with. */
    public static final List<String> STATUSES = List.of("PendingManualApproval", "Approved", "Rejected");

    private static final String KIND = "model-package";
    private static final Set<String> KEPT_APART = Set.of("ClientToken", "ModelApprovalStatus");
    private static final List<String> UPDATED = List.of("ModelPackageRegistrationType", "ApprovalDescription", "InferenceSpecification", "SourceUri", "ModelCard", "ModelLifeCycle");

    private final Database database;
    private final InstantSource clock;
    private final PackageGroups groups;

    ModelPackages(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.groups = new PackageGroups(database, clock);
    }

    /** The groups. */
    public PackageGroups groups() {
        return groups;
    }

    /**
     * A status that a version had.
     *
     * @param by who decided: a person, or the run that did it
     */
    public record Approval(String status, Optional<String> description, String by, Instant at) {
    }

    /**
     * Creates a version in a group, which is made when it is not there, or a package of a name of its own.
     *
     * @param request CreateModelPackage
     * @param key the same for the same request made again, which then creates nothing
     * @param by who asks
     * @return DescribeModelPackage's answer
     * @throws RegistryException when the request names neither or both of group and package, or a status that is none
     */
    public ObjectNode create(JsonNode request, String key, String by) {
        return database.transaction(handle -> {
            String known = request.path("ClientToken").asText(key);
            Optional<String> made = handle.first(Handle::text, "SELECT arn FROM model_package WHERE request = ?", known);
            return describe(handle, made.orElseGet(() -> insert(handle, request, known, by)));
        });
    }

    private String insert(Handle handle, JsonNode request, String key, String by) {
        String group = Arns.name(PackageGroups.KIND, request.path("ModelPackageGroupName").asText(""));
        String name = request.path("ModelPackageName").asText("");
        if (group.isEmpty() == name.isEmpty()) {
            throw RegistryException.invalid("Give either ModelPackageGroupName, for a version of a group, or ModelPackageName, for a package of its own.");
        }
        Optional<String> approval = group.isEmpty() ? Optional.empty() : Optional.of(status(request.path("ModelApprovalStatus").asText(STATUSES.getFirst())));
        Optional<Integer> version = group.isEmpty() ? Optional.empty() : Optional.of(groups.nextVersion(handle, group, by));
        String arn = Arns.of(KIND, version.map(number -> group + "/" + number).orElse(name));
        if (handle.first(Handle::text, "SELECT arn FROM model_package WHERE arn = ?", arn).isPresent()) {
            throw RegistryException.invalid("Model package already exists: " + arn);
        }
        ObjectNode body = Json.copy(request);
        body.remove(KEPT_APART);
        body.set("CreatedBy", Json.object().put("UserProfileName", by));
        long now = clock.millis();
        handle.execute("INSERT INTO model_package VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", arn, group.isEmpty() ? null : group, version.orElse(null), key, approval.orElse(null), now, now, by,
                body.toString());
        approval.ifPresent(first -> keepApproval(handle, arn, key, new Approval(first, Optional.empty(), by, Instant.ofEpochMilli(now))));
        PackageLineage.created(new LineageRows(handle, now), arn, group, request, by);
        return arn;
    }

    private static void keepApproval(Handle handle, String arn, String key, Approval approval) {
        handle.execute("INSERT INTO approval (package, request, status, description, decided_by, at) VALUES (?, ?, ?, ?, ?, ?)", arn, key, approval.status(),
                approval.description().orElse(null), approval.by(), approval.at().toEpochMilli());
    }

    private static String status(String status) {
        if (!STATUSES.contains(status)) {
            throw RegistryException.invalid("ModelApprovalStatus '" + status + "' is none of " + String.join(", ", STATUSES) + ".");
        }
        return status;
    }

    /**
     * Changes a package: its approval, and what else UpdateModelPackage changes.
     *
     * @param request UpdateModelPackage
     * @param key the same for the same request made again, which then changes nothing
     * @param by who asks
     * @return DescribeModelPackage's answer
     * @throws RegistryException when there is no such package, or the status is none
     */
    public ObjectNode update(JsonNode request, String key, String by) {
        return database.transaction(handle -> {
            String arn = request.path("ModelPackageArn").asText("");
            ObjectNode body = body(handle, arn);
            String known = "update " + request.path("ClientToken").asText(key);
            if (handle.first(row -> row.getLong(1), "SELECT id FROM approval WHERE request = ?", known).isPresent()) {
                return describe(handle, arn);
            }
            long now = clock.millis();
            if (request.has("ModelApprovalStatus")) {
                String approval = status(request.path("ModelApprovalStatus").asText());
                Optional<String> description = Optional.ofNullable(request.get("ApprovalDescription")).map(JsonNode::asText);
                keepApproval(handle, arn, known, new Approval(approval, description, by, Instant.ofEpochMilli(now)));
                handle.execute("UPDATE model_package SET approval = ? WHERE arn = ?", approval, arn);
                PackageLineage.decided(new LineageRows(handle, now), arn, approvals(handle, arn).size(), approvals(handle, arn).getLast());
            }
            change(body, request);
            handle.execute("UPDATE model_package SET body = ?, modified = ?, modified_by = ? WHERE arn = ?", body.toString(), now, by, arn);
            return describe(handle, arn);
        });
    }

    private static void change(ObjectNode body, JsonNode request) {
        UPDATED.stream().filter(request::has).forEach(member -> body.set(member, request.get(member)));
        request.path("CustomerMetadataProperties").properties().forEach(entry -> body.withObjectProperty("CustomerMetadataProperties").set(entry.getKey(), entry.getValue()));
        request.path("CustomerMetadataPropertiesToRemove").forEach(gone -> body.withObjectProperty("CustomerMetadataProperties").remove(gone.asText()));
        request.path("AdditionalInferenceSpecificationsToAdd").forEach(more -> body.withArrayProperty("AdditionalInferenceSpecifications").add(more));
    }

    /**
     * DescribeModelPackage's answer.
     *
     * @param name an ARN, {@code group/version}, or the name of a package of its own
     * @throws RegistryException when there is no such package
     */
    public ObjectNode describe(String name) {
        return database.transaction(handle -> describe(handle, arn(name)));
    }

    /** The same, or nothing when there is no such package. */
    public Optional<JsonNode> find(String name) {
        return database.transaction(handle -> PackageRow.query(handle, "WHERE arn = ?", arn(name)).stream().findFirst().map(row -> describe(handle, row.arn())));
    }

    private static ObjectNode describe(Handle handle, String arn) {
        ObjectNode answer = row(handle, arn).description(body(handle, arn));
        if (answer.has("ModelApprovalStatus")) {
            approvals(handle, arn).getLast().description().ifPresent(text -> answer.put("ApprovalDescription", text));
        }
        return answer;
    }

    private static PackageRow row(Handle handle, String arn) {
        return PackageRow.query(handle, "WHERE arn = ?", arn).stream().findFirst().orElseThrow(() -> missing(arn));
    }

    private static ObjectNode body(Handle handle, String arn) {
        return Json.parse(handle.first(Handle::text, "SELECT body FROM model_package WHERE arn = ?", arn).orElseThrow(() -> missing(arn)));
    }

    private static RegistryException missing(String arn) {
        return RegistryException.invalid("ModelPackage " + arn + " does not exist.");
    }

    /** The statuses that a version has had, oldest first; the last is its status now. */
    public List<Approval> approvals(String name) {
        return database.transaction(handle -> approvals(handle, row(handle, arn(name)).arn()));
    }

    private static List<Approval> approvals(Handle handle, String arn) {
        return handle.list(row -> new Approval(row.getString(1), Optional.ofNullable(row.getString(2)), row.getString(3), Instant.ofEpochMilli(row.getLong(4))),
                "SELECT status, description, decided_by, at FROM approval WHERE package = ? ORDER BY id", arn);
    }

    /**
     * The packages that ListModelPackages names, in its order: the versions of one group, else by ModelPackageType.
     *
     * @param request ListModelPackages; every member may be left out
     */
    public List<ObjectNode> list(JsonNode request) {
        String group = Arns.name(PackageGroups.KIND, request.path("ModelPackageGroupName").asText(""));
        String type = request.path("ModelPackageType").asText("Unversioned");
        return database.transaction(handle -> {
            List<PackageRow> rows = group.isEmpty() ? PackageRow.query(handle, "WHERE ? = 'Both' OR (package_group IS NULL) = (? = 'Unversioned') ORDER BY created, rowid", type, type)
                    : PackageRow.query(handle, "WHERE package_group = ? ORDER BY version", group);
            return Listing.of(request, "ModelPackageArn").chosen(rows.stream().map(PackageRow::summary)
                    .filter(row -> !request.has("ModelApprovalStatus") || row.path("ModelApprovalStatus").equals(request.get("ModelApprovalStatus"))).toList());
        });
    }

    /**
     * Removes a package; its version is not given again.
     *
     * @throws RegistryException when there is no such package
     */
    public void delete(String name) {
        database.transaction(handle -> {
            String arn = row(handle, arn(name)).arn();
            handle.execute("DELETE FROM approval WHERE package = ?", arn);
            return handle.execute("DELETE FROM model_package WHERE arn = ?", arn);
        });
    }

    private static String arn(String name) {
        return Arns.of(KIND, Arns.name(KIND, name));
    }
}
