package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The shapes of the answers of services that TestState checks mocked results against.
 *
 * <p>They are taken from the services' own API models when this program is built: for each service a file with its {@code operations}, each
 * with the name of the shape of its answer, and its {@code shapes}. Actions that are not there take any result.
 */
final class ServiceShapes {

    /** Services that optimised integrations name otherwise than {@code aws-sdk}. */
    private static final Map<String, String> SDK_NAMES = Map.of("states", "sfn", "events", "eventbridge", "elasticmapreduce", "emr", "emr-containers",
            "emrcontainers", "emr-serverless", "emrserverless");

    /** The call that tells how a job is, whose answer is that of a task which waits for the job. */
    private static final Map<String, String> POLLED = Map.of("startExecution", "describeExecution", "startQueryExecution", "getQueryExecution",
            "createTrainingJob", "describeTrainingJob", "createProcessingJob", "describeProcessingJob", "createTransformJob", "describeTransformJob",
            "createHyperParameterTuningJob", "describeHyperParameterTuningJob");

    private final JsonNode shapes;
    private final boolean strict;

    private ServiceShapes(JsonNode shapes, boolean strict) {
        this.shapes = shapes;
        this.strict = strict;
    }

    /**
     * Lets a mocked result pass that has the shape of an action's answer.
     *
     * @param mode STRICT: required fields are there, and all fields are of their type; PRESENT: only the latter; NONE: anything passes
     * @throws TestState.RefusedException with the service's sentence otherwise
     */
    static void check(TaskResource resource, JsonNode result, String mode) {
        if (mode.equals("NONE") || resource.family() != TaskResource.Family.SERVICE) {
            return;
        }
        boolean sdk = resource.service().startsWith("aws-sdk:");
        String service = sdk ? resource.service().substring("aws-sdk:".length()) : SDK_NAMES.getOrDefault(resource.service(), resource.service());
        String[] action = resource.action().split("\\.", 2);
        String call = action.length == 2 && action[1].startsWith("sync") ? POLLED.getOrDefault(action[0], "") : action[0];
        JsonNode model = model(service);
        JsonNode answer = model.path("operations").path(call);
        if (!answer.isMissingNode()) {
            // The optimised integration hands the answer of a function over as JSON, where the API has its bytes.
            JsonNode checked = result instanceof ObjectNode object && !sdk && service.equals("lambda") ? object.deepCopy().without("Payload") : result;
            new ServiceShapes(model.path("shapes"), mode.equals("STRICT")).members(model.path("shapes").path(answer.asText()), checked);
        }
    }

    private static JsonNode model(String service) {
        try (InputStream in = ServiceShapes.class.getResourceAsStream("service-shapes/" + service + ".json")) {
            return in == null ? MissingNode.getInstance() : new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void members(JsonNode shape, JsonNode value) {
        for (JsonNode required : strict ? shape.path("required") : MissingNode.getInstance()) {
            if (!value.has(required.asText())) {
                throw refused("Required field '%s' is missing".formatted(required.asText()));
            }
        }
        for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
            JsonNode given = value.path(member.getKey());
            if (!given.isMissingNode()) {
                value(member.getKey(), shapes.path(member.getValue().asText()), given);
            }
        }
    }

    private void value(String name, JsonNode shape, JsonNode given) {
        switch (shape.path("type").asText()) {
            case "string", "blob" -> {
                require(given.isTextual(), name, "must be a string");
                bounds(name, shape, given.textValue().length(), "is smaller than the minimum length", "exceeds the maximum length");
                require(!shape.has("enum") || oneOf(shape.path("enum"), given), name, "is not an expected value");
            }
            case "timestamp" -> require(given.isTextual(), name, "must be a string");
            case "integer", "long", "float", "double", "bigdecimal", "biginteger" -> {
                require(given.isNumber(), name, "must be a number");
                bounds(name, shape, given.doubleValue(), "is smaller than the minimum value", "exceeds the maximum value");
            }
            case "boolean" -> require(given.isBoolean(), name, "must be a boolean");
            case "list" -> {
                require(given.isArray(), name, "must be an array");
                bounds(name, shape, given.size(), "is smaller than the minimum length", "exceeds the maximum length");
                given.forEach(item -> value(name, shapes.path(shape.path("member").asText()), item));
            }
            case "map" -> {
                require(given.isObject(), name, "must be an object");
                given.forEach(entry -> value(name, shapes.path(shape.path("value").asText()), entry));
            }
            case "structure" -> {
                require(given.isObject(), name, "must be an object");
                members(shape, given);
            }
            default -> {
            }
        }
    }

    private static void bounds(String name, JsonNode shape, double size, String below, String above) {
        require(!shape.has("min") || size >= shape.path("min").asDouble(), name, below);
        require(!shape.has("max") || size <= shape.path("max").asDouble(), name, above);
    }

    private static boolean oneOf(JsonNode values, JsonNode given) {
        for (JsonNode value : values) {
            if (value.equals(given)) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean holds, String name, String otherwise) {
        if (!holds) {
            throw refused("Field '%s' %s".formatted(name, otherwise));
        }
    }

    private static TestState.RefusedException refused(String why) {
        return new TestState.RefusedException(TestState.VALIDATION, "Mock result schema validation error: " + why);
    }
}
