package moderato.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A model package's row, without its body. Times are milliseconds since 1970. */
record PackageRow(String arn, Optional<String> group, int version, Optional<String> approval, long created, long modified, String modifiedBy, Optional<String> description) {

    private static final String COLUMNS = "SELECT arn, package_group, version, approval, created, modified, modified_by, json_extract(body, '$.ModelPackageDescription') FROM model_package ";

    static List<PackageRow> query(Handle handle, String where, Object... values) {
        return handle.list(row -> new PackageRow(row.getString(1), Optional.ofNullable(row.getString(2)), row.getInt(3), Optional.ofNullable(row.getString(4)), row.getLong(5),
                row.getLong(6), row.getString(7), Optional.ofNullable(row.getString(8))), COLUMNS + where, values);
    }

    /** An element of ListModelPackages's answer. */
    ObjectNode summary() {
        ObjectNode summary = Json.object();
        identify(summary);
        description.ifPresent(text -> summary.put("ModelPackageDescription", text));
        return summary;
    }

    private void identify(ObjectNode answer) {
        group.ifPresentOrElse(name -> answer.put("ModelPackageGroupName", name).put("ModelPackageVersion", version),
                () -> answer.put("ModelPackageName", Arns.name("model-package", arn)));
        answer.put("ModelPackageArn", arn).put("CreationTime", Json.seconds(created)).put("ModelPackageStatus", "Completed");
        approval.ifPresent(status -> answer.put("ModelApprovalStatus", status));
    }

    /** DescribeModelPackage's answer. */
    ObjectNode description(ObjectNode body) {
        ObjectNode answer = Json.object();
        identify(answer);
        answer.setAll(body);
        answer.remove("Tags");
        answer.putObject("ModelPackageStatusDetails").putArray("ValidationStatuses");
        answer.put("CertifyForMarketplace", body.path("CertifyForMarketplace").asBoolean(false));
        group.ifPresent(name -> answer.put("ModelPackageGroupName", name));
        if (modified > created) {
            answer.put("LastModifiedTime", Json.seconds(modified)).set("LastModifiedBy", Json.object().put("UserProfileName", modifiedBy));
        }
        return answer;
    }
}
