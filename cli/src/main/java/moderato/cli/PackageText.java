package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;
import moderato.registry.ModelPackages;

/**
 * Prints a model package for people.
 *
 * @param store where the files of its metrics are, which are printed with it
 */
record PackageText(PrintWriter out, ObjectStore store) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_AT_MOST = 1 << 20;

    /** {@code group/version}, or the name of a package of its own. */
    static String name(JsonNode description) {
        return description.has("ModelPackageVersion") ? description.path("ModelPackageGroupName").asText() + "/" + description.path("ModelPackageVersion").asText()
                : description.path("ModelPackageName").asText();
    }

    static String time(JsonNode seconds) {
        return Table.time(RegistryCommand.instant(seconds));
    }

    static void approval(ObjectNode json, ModelPackages.Approval approval) {
        json.put("ModelApprovalStatus", approval.status()).put("By", approval.by()).put("Time", approval.at().toEpochMilli() / 1000.0);
        approval.description().ifPresent(text -> json.put("ApprovalDescription", text));
    }

    void print(JsonNode description, List<ModelPackages.Approval> approvals) {
        out.println(name(description) + "  " + description.path("ModelApprovalStatus").asText(""));
        out.println(description.path("ModelPackageArn").asText());
        text(description.path("ModelPackageDescription"), "");
        text(description.path("MetadataProperties").path("GeneratedBy"), "made by  ");
        for (JsonNode container : description.path("InferenceSpecification").path("Containers")) {
            text(container.path("Image"), "image    ");
            text(container.path("ModelDataUrl"), "model    ");
        }
        description.path("CustomerMetadataProperties").properties().forEach(entry -> out.println(entry.getKey() + ": " + entry.getValue().asText()));
        reports("metrics", description.path("ModelMetrics"));
        reports("baselines", description.path("DriftCheckBaselines"));
        out.println("approval");
        for (ModelPackages.Approval approval : approvals) {
            out.println("  " + Table.time(approval.at()) + "  " + approval.status() + "  by " + approval.by() + approval.description().map(text -> ": " + text).orElse(""));
        }
        out.flush();
    }

    private void text(JsonNode text, String head) {
        if (text.isTextual() && !text.asText().isEmpty()) {
            out.println(head + text.asText());
        }
    }

    private void reports(String head, JsonNode reports) {
        if (reports.findValues("S3Uri").isEmpty()) {
            return;
        }
        out.println(head);
        reports.properties().forEach(kind -> kind.getValue().properties().forEach(report -> {
            String uri = report.getValue().path("S3Uri").asText();
            out.println("  " + kind.getKey() + " " + report.getKey() + "  " + uri);
            read(uri).ifPresent(json -> numbers(json, "    "));
        }));
    }

    private Optional<JsonNode> read(String uri) {
        try {
            Optional<StoredObject> object = store.find(ObjectAddress.parse(uri)).filter(found -> found.size() <= BYTES_AT_MOST);
            return object.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(Files.readString(object.get().file())));
        } catch (IllegalArgumentException | JsonProcessingException notToBePrinted) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandException(ExitCode.IO_ERROR, uri + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void numbers(JsonNode json, String head) {
        if (json.isNumber()) {
            out.println(head + " " + json.asText());
        } else if (json.isObject()) {
            json.properties().forEach(entry -> numbers(entry.getValue(), head.isBlank() ? head + entry.getKey() : head + "." + entry.getKey()));
        }
    }
}
