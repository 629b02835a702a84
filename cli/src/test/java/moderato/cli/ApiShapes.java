package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import moderato.pipelines.PipelineLanguage;
import moderato.states.StatesLanguage;

/** Holds answers against the shapes of the service's published model: unknown and missing members, types, enums and patterns. */
final class ApiShapes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> JOBS = Map.of("processing", "DescribeProcessingJob", "training", "DescribeTrainingJob", "transform", "DescribeTransformJob", "tuning",
            "DescribeHyperParameterTuningJob", "model", "DescribeModel");
    /** What pipelines read of a tuning job beside its description, and what of a model package is our own. */
    private static final Set<String> OWN = Set.of("TrainingJobSummaries", "ApprovalHistory");
    /** A version in a group has a number instead. */
    private static final String NAME_OF_PACKAGE = "ModelPackageName";

    private final JsonNode operations;
    private final JsonNode shapes;
    private final List<String> problems = new ArrayList<>();

    private ApiShapes(JsonNode model) {
        operations = model.path("operations");
        shapes = model.path("shapes");
    }

    /** What is wrong with an operation's answer; operations that pipelines do not mirror are known without patterns. */
    static List<String> problems(String operation, JsonNode answer) throws IOException {
        ApiShapes shapes = new ApiShapes(read(PipelineLanguage.class, "api.json").path("sagemaker"));
        if (shapes.operations.has(operation)) {
            shapes.check(shapes.operations.path(operation).path("output").asText(), answer, operation);
            return shapes.problems;
        }
        ApiShapes answers = new ApiShapes(read(StatesLanguage.class, "service-shapes/sagemaker.json"));
        String shape = answers.operations.path(operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1)).asText();
        if (shape.isEmpty()) {
            throw new IllegalArgumentException("the service has no " + operation);
        }
        answers.check(shape, answer, operation);
        return answers.problems;
    }

    private static JsonNode read(Class<?> beside, String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource))) {
            return JSON.readTree(in);
        }
    }

    /** What is wrong with the descriptions of all jobs and models of a home. */
    static List<String> problems(Path home) throws IOException {
        List<String> problems = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home.resolve("jobs/descriptions"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String operation = JOBS.get(Objects.requireNonNull(file.getParent()).getFileName().toString());
                if (operation != null) {
                    problems.addAll(problems(operation, JSON.readTree(file.toFile())));
                }
            }
        }
        return problems;
    }

    private void check(String shape, JsonNode value, String at) {
        JsonNode model = shapes.path(shape);
        boolean right = switch (model.path("type").asText()) {
            case "structure" -> structure(model, value, at);
            case "list" -> {
                value.forEach(element -> check(model.path("member").asText(), element, at + "[]"));
                yield value.isArray();
            }
            case "map" -> {
                value.forEach(element -> check(model.path("value").asText(), element, at + "{}"));
                yield value.isObject();
            }
            case "string" -> value.isTextual() && (!model.has("pattern") || value.asText().matches("(?s)" + model.path("pattern").asText()))
                    && (!model.has("enum") || model.path("enum").valueStream().anyMatch(value::equals));
            case "boolean" -> value.isBoolean();
            case "integer", "long" -> value.isIntegralNumber();
            case "float", "double", "timestamp" -> value.isNumber();
            default -> true;
        };
        if (!right) {
            problems.add(at + " is no " + shape + ": " + value);
        }
    }

    private boolean structure(JsonNode model, JsonNode value, String at) {
        model.path("required").forEach(required -> {
            if (!value.has(required.asText()) && !required.asText().equals(NAME_OF_PACKAGE)) {
                problems.add(at + " lacks " + required.asText());
            }
        });
        value.properties().forEach(member -> {
            if (model.path("members").has(member.getKey())) {
                check(model.path("members").path(member.getKey()).asText(), member.getValue(), at + "." + member.getKey());
            } else if (!OWN.contains(member.getKey())) {
                problems.add(at + " has " + member.getKey());
            }
        });
        return value.isObject();
    }
}
