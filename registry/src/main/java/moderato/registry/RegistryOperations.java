package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The registry's part of the SageMaker API, by the names of its operations in lower camel case, as a state machine's resource has them:
 * {@code createModelPackage}.
 */
public final class RegistryOperations {

    private interface Operation {
        ObjectNode call(JsonNode request, String key, String by);
    }

    private final Map<String, Operation> operations;

    /** The operations on a registry. */
    public RegistryOperations(Registry registry) {
        ModelPackages packages = registry.packages();
        PackageGroups groups = packages.groups();
        operations = Map.of(
                "createModelPackage", (request, key, by) -> arn(packages.create(request, key, by)),
                "updateModelPackage", (request, key, by) -> arn(packages.update(request, key, by)),
                "describeModelPackage", (request, key, by) -> packages.describe(request.path("ModelPackageName").asText("")),
                "listModelPackages", (request, key, by) -> Listing.of(request, "ModelPackageArn").page("ModelPackageSummaryList", packages.list(request)),
                "deleteModelPackage", (request, key, by) -> {
                    packages.delete(request.path("ModelPackageName").asText(""));
                    return Json.object();
                },
                "createModelPackageGroup", (request, key, by) -> groups.create(request, by),
                "describeModelPackageGroup", (request, key, by) -> groups.describe(request.path("ModelPackageGroupName").asText("")),
                "listModelPackageGroups", (request, key, by) -> Listing.of(request, "ModelPackageGroupName").page("ModelPackageGroupSummaryList", groups.list(request)),
                "deleteModelPackageGroup", (request, key, by) -> {
                    groups.delete(request.path("ModelPackageGroupName").asText(""));
                    return Json.object();
                });
    }

    private static ObjectNode arn(ObjectNode description) {
        return Json.object().put("ModelPackageArn", description.path("ModelPackageArn").asText());
    }

    /** The operations that are here. */
    public Set<String> names() {
        return operations.keySet();
    }

    /**
     * Does an operation.
     *
     * @param request with the members of the API
     * @param key the same for the same call made again, which then changes nothing: a task's idempotency key
     * @param by who asks: a person, or a run's ARN
     * @return the API's answer
     * @throws RegistryException when it is refused, by the API's error name; also when the operation is not here
     */
    public ObjectNode call(String operation, JsonNode request, String key, String by) {
        Operation known = operations.get(operation);
        if (known == null) {
            throw RegistryException.invalid("The registry does not do " + operation + "; it does " + String.join(", ", operations.keySet().stream().sorted().toList()) + ".");
        }
        return known.call(request, key, by);
    }
}
