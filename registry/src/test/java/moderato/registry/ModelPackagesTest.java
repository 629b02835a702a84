package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelPackagesTest {

    private static final String VERSION_1 = "arn:aws:sagemaker:us-east-1:000000000000:model-package/churn/1";

    @TempDir
    Path folder;
    private Registry registry = new Registry(Path.of("unused"), Instant::now);
    private long millis = 1_000_000;

    @BeforeEach
    void open() {
        registry = new Registry(folder.resolve("registry.db"), () -> Instant.ofEpochMilli(millis++));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void versionsOfAGroupCountUp() {
        assertThat(create("{'ModelPackageGroupName': 'Churn', 'ModelPackageDescription': 'first'}", "a").path("ModelPackageArn").asText()).isEqualTo(VERSION_1);
        JsonNode second = create("{'ModelPackageGroupName': 'churn'}", "b");
        assertThat(second.path("ModelPackageVersion").asInt()).isEqualTo(2);
        assertThat(second.path("ModelPackageGroupName").asText()).isEqualTo("churn");
        assertThat(second.path("ModelPackageStatus").asText()).isEqualTo("Completed");
        assertThat(second.path("ModelApprovalStatus").asText()).isEqualTo("PendingManualApproval");
        assertThat(registry.packages().list(json("{'ModelPackageGroupName': 'churn', 'SortOrder': 'Descending'}"))).extracting(each -> each.path("ModelPackageVersion").asInt())
                .containsExactly(2, 1);
        assertThat(registry.packages().groups().list(json("{}"))).singleElement().extracting(each -> each.path("ModelPackageGroupName").asText()).isEqualTo("Churn");
    }

    @Test
    void aRegistryAtRestKeepsNoOtherFromWriting() {
        create("{'ModelPackageGroupName': 'churn'}", "a");
        try (Registry other = new Registry(folder.resolve("registry.db"), Instant::now)) {
            assertThat(other.packages().create(json("{'ModelPackageGroupName': 'churn'}"), "b", "bob").path("ModelPackageVersion").asInt()).isEqualTo(2);
            assertThatThrownBy(() -> create("{}", "c")).hasMessageContaining("ModelPackageGroupName");
            assertThat(other.packages().create(json("{'ModelPackageGroupName': 'churn'}"), "d", "bob").path("ModelPackageVersion").asInt()).isEqualTo(3);
        }
    }

    @Test
    void theSameRequestMadeAgainCreatesNothing() {
        create("{'ModelPackageGroupName': 'churn'}", "run#3");
        assertThat(create("{'ModelPackageGroupName': 'churn'}", "run#3").path("ModelPackageArn").asText()).isEqualTo(VERSION_1);
        assertThat(registry.packages().list(json("{'ModelPackageType': 'Both'}"))).hasSize(1);
    }

    @Test
    void anApprovalIsKeptWithWhoAndWhy() {
        create("{'ModelPackageGroupName': 'churn'}", "a");
        update("{'ModelPackageArn': '" + VERSION_1 + "', 'ModelApprovalStatus': 'Approved', 'ApprovalDescription': 'good on the hold-out'}", "b");
        update("{'ModelPackageArn': '" + VERSION_1 + "', 'ModelApprovalStatus': 'Approved', 'ApprovalDescription': 'good on the hold-out'}", "b");
        JsonNode rejected = update("{'ModelPackageArn': '" + VERSION_1 + "', 'ModelApprovalStatus': 'Rejected'}", "c");
        assertThat(rejected.path("ModelApprovalStatus").asText()).isEqualTo("Rejected");
        List<ModelPackages.Approval> history = registry.packages().approvals("churn/1");
        assertThat(history).extracting(ModelPackages.Approval::status).containsExactly("PendingManualApproval", "Approved", "Rejected");
        assertThat(history.get(1).description()).contains("good on the hold-out");
        assertThat(history.get(1).by()).isEqualTo("ann");
        assertThat(rejected.at("/LastModifiedBy/UserProfileName").asText()).isEqualTo("ann");
    }

    @Test
    void whatIsRefusedIsNamed() {
        assertThatThrownBy(() -> create("{}", "a")).hasMessageContaining("ModelPackageGroupName");
        assertThatThrownBy(() -> create("{'ModelPackageGroupName': 'churn', 'ModelApprovalStatus': 'Good'}", "a")).hasMessageContaining("Good").hasMessageContaining("Approved");
        assertThatThrownBy(() -> create("{'ModelPackageGroupName': 'no name'}", "a")).hasMessageContaining("no name");
        assertThatThrownBy(() -> registry.packages().describe("churn/7")).isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.error()).isEqualTo("ValidationException"))
                .hasMessageContaining("churn/7");
        assertThat(registry.packages().groups().list(json("{}"))).isEmpty();
    }

    @Test
    void metadataIsAddedAndRemoved() {
        create("{'ModelPackageGroupName': 'churn', 'CustomerMetadataProperties': {'owner': 'a', 'stage': 'x'}}", "a");
        JsonNode changed = update("{'ModelPackageArn': '" + VERSION_1 + "', 'CustomerMetadataProperties': {'owner': 'b'}, 'CustomerMetadataPropertiesToRemove': ['stage']}", "b");
        assertThat(changed.path("CustomerMetadataProperties").toString()).isEqualTo("{\"owner\":\"b\"}");
        assertThat(registry.packages().approvals(VERSION_1)).hasSize(1);
    }

    @Test
    void aDeletedVersionIsNotGivenAgain() {
        create("{'ModelPackageGroupName': 'churn'}", "a");
        RegistryOperations operations = new RegistryOperations(registry);
        assertThatThrownBy(() -> operations.call("deleteModelPackageGroup", json("{'ModelPackageGroupName': 'churn'}"), "x", "ann"))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.error()).isEqualTo("ConflictException"));
        operations.call("deleteModelPackage", json("{'ModelPackageName': '" + VERSION_1 + "'}"), "x", "ann");
        assertThat(create("{'ModelPackageGroupName': 'churn'}", "b").path("ModelPackageVersion").asInt()).isEqualTo(2);
    }

    @Test
    void listsComeInPages() {
        RegistryOperations operations = new RegistryOperations(registry);
        for (int i = 0; i < 5; i++) {
            operations.call("createModelPackage", json("{'ModelPackageName': 'own-" + i + "'}"), "key" + i, "ann");
        }
        JsonNode first = operations.call("listModelPackages", json("{'MaxResults': 3}"), "", "ann");
        JsonNode second = operations.call("listModelPackages", json("{'MaxResults': 3, 'NextToken': '" + first.path("NextToken").asText() + "'}"), "", "ann");
        assertThat(first.path("ModelPackageSummaryList")).hasSize(3);
        assertThat(second.path("ModelPackageSummaryList").findValuesAsText("ModelPackageName")).containsExactly("own-3", "own-4");
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void everythingIsThereWhenItIsOpenedAgain() {
        create("{'ModelPackageGroupName': 'churn', 'ModelMetrics': {'Bias': {}}}", "a");
        close();
        try (Registry again = new Registry(folder.resolve("registry.db"), Instant::now)) {
            assertThat(again.packages().describe(VERSION_1).has("ModelMetrics")).isTrue();
        }
    }

    private JsonNode create(String request, String key) {
        return registry.packages().create(json(request), key, "ann");
    }

    private JsonNode update(String request, String key) {
        return registry.packages().update(json(request), key, "ann");
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
