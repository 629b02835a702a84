package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What lineage says of model packages: what they were made from, their group, and who approved them. */
final class PackageLineage {

    private PackageLineage() {
    }

    static void created(LineageRows rows, String arn, String group, JsonNode request, String by) {
        String entity = rows.artifact(arn, "ModelPackage");
        for (JsonNode container : request.path("InferenceSpecification").path("Containers")) {
            contribute(rows, container.path("ModelDataUrl"), "Model", entity);
            contribute(rows, container.path("ModelDataSource").path("S3DataSource").path("S3Uri"), "Model", entity);
            contribute(rows, container.path("Image"), "Image", entity);
        }
        contribute(rows, request.path("SourceUri"), "Model", entity);
        request.path("ModelMetrics").findValues("S3Uri").forEach(uri -> contribute(rows, uri, "ModelMetrics", entity));
        if (!group.isEmpty()) {
            String groupArn = Arns.of(PackageGroups.KIND, group);
            rows.associate(entity, rows.named(Entity.Kind.Context, "ModelGroup", Arns.digest(groupArn), groupArn, Json.object()), LineageRows.ASSOCIATED);
        }
        String run = request.path("MetadataProperties").path("GeneratedBy").asText(by);
        if (run.startsWith("arn:")) {
            rows.associate(entity, rows.run(run), LineageRows.ASSOCIATED);
        }
    }

    private static void contribute(LineageRows rows, JsonNode uri, String type, String entity) {
        if (uri.isTextual() && !uri.asText().isEmpty()) {
            rows.associate(rows.artifact(uri.asText(), type), entity, LineageRows.CONTRIBUTED);
        }
    }

    /** Keeps a decision on a version as an action of its own; {@code number} counts the statuses that the version had. */
    static void decided(LineageRows rows, String arn, int number, ModelPackages.Approval approval) {
        ObjectNode body = Json.object().put("Status", approval.status());
        ObjectNode properties = body.putObject("Properties").put("By", approval.by());
        approval.description().ifPresent(text -> properties.put("Description", text));
        String name = "approval-" + Arns.digest(arn) + "-" + number;
        rows.associate(rows.artifact(arn, "ModelPackage"), rows.named(Entity.Kind.Action, "Approval", name, arn, body), LineageRows.CONTRIBUTED);
    }
}
