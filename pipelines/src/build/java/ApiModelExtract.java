import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Takes from the service models what a pipeline's Arguments and properties are checked against, without their documentation.
 *
 * <p>Run at build time: {@code ApiModelExtract <folder of models> <overlay> <output>}. The output maps each service to its operations
 * (input and output shape) and to the shapes that can be reached from them.
 */
public final class ApiModelExtract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEPT = List.of("type", "required", "enum", "pattern", "min", "max");

    private static final Map<String, List<String>> OPERATIONS = Map.of(
            "api.sagemaker-2017-07-24", List.of("CreateProcessingJob", "DescribeProcessingJob", "CreateTrainingJob", "DescribeTrainingJob",
                    "CreateHyperParameterTuningJob", "DescribeHyperParameterTuningJob", "ListTrainingJobsForHyperParameterTuningJob",
                    "CreateAutoMLJob", "DescribeAutoMLJob", "CreateTransformJob", "DescribeTransformJob", "CreateModel", "DescribeModel",
                    "CreateModelPackage", "DescribeModelPackage", "CreateEndpointConfig", "DescribeEndpointConfig", "CreateEndpoint",
                    "UpdateEndpoint", "DescribeEndpoint", "CreateInferenceComponent", "DescribeInferenceComponent", "CreateAction",
                    "CreateArtifact", "CreateContext", "AddAssociation"),
            "elasticmapreduce-2009-03-31", List.of("RunJobFlow", "AddJobFlowSteps", "DescribeStep"),
            "emr-serverless-2021-07-13", List.of("StartJobRun", "GetJobRun", "CreateApplication"));

    private ApiModelExtract() {
    }

    public static void main(String[] arguments) throws IOException {
        Path models = Path.of(arguments[0]);
        Path output = Path.of(arguments[2]);
        ObjectNode result = JSON.createObjectNode();
        for (Map.Entry<String, List<String>> service : OPERATIONS.entrySet()) {
            JsonNode model = JSON.readTree(models.resolve("models/" + service.getKey() + "-model.json").toFile());
            String name = service.getKey().replaceFirst("-\\d{4}-.*", "").replace("api.", "");
            result.set(name, extract(model, service.getValue()));
        }
        merge(result, (ObjectNode) JSON.readTree(Path.of(arguments[1]).toFile()));
        Files.createDirectories(output.getParent());
        JSON.writeValue(output.toFile(), result);
    }

    private static ObjectNode extract(JsonNode model, List<String> names) {
        ObjectNode operations = JSON.createObjectNode();
        Deque<String> open = new ArrayDeque<>();
        for (String name : names) {
            ObjectNode operation = operations.putObject(name);
            for (String side : List.of("input", "output")) {
                String shape = model.at("/operations/" + name + "/" + side + "/shape").asText();
                if (!shape.isEmpty()) {
                    operation.put(side, shape);
                    open.add(shape);
                }
            }
        }
        ObjectNode shapes = JSON.createObjectNode();
        while (!open.isEmpty()) {
            String name = open.remove();
            if (shapes.has(name)) {
                continue;
            }
            JsonNode full = model.get("shapes").get(name);
            ObjectNode shape = shapes.putObject(name);
            for (String kept : KEPT) {
                if (full.has(kept)) {
                    shape.set(kept, full.get(kept));
                }
            }
            for (String part : List.of("member", "key", "value")) {
                if (full.has(part)) {
                    shape.put(part, full.get(part).get("shape").asText());
                    open.add(shape.get(part).asText());
                }
            }
            if (full.has("members")) {
                ObjectNode members = shape.putObject("members");
                full.get("members").properties().forEach(member -> {
                    members.put(member.getKey(), member.getValue().get("shape").asText());
                    open.add(member.getValue().get("shape").asText());
                });
            }
        }
        ObjectNode service = JSON.createObjectNode();
        service.set("operations", operations);
        service.set("shapes", shapes);
        return service;
    }

    /** Lays the overlay over the models: objects member by member, a list under "+name" is added to the list "name", all else replaces. */
    private static void merge(ObjectNode target, ObjectNode overlay) {
        overlay.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (name.startsWith("+")) {
                ((ArrayNode) target.withArray("/" + name.substring(1))).addAll((ArrayNode) value);
            } else if (value instanceof ObjectNode object && target.get(name) instanceof ObjectNode existing) {
                merge(existing, object);
            } else {
                target.set(name, value);
            }
        });
    }
}
