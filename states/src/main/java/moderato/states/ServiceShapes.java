package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The shapes of the answers of services that TestState checks mocked results against.
 *
 * <p>They are in {@code service-shapes.json}: for each action an object of fields, each with its {@code type}, and {@code min},
 * {@code max}, {@code enum}, {@code required}, {@code fields} of an object or {@code items} of an array where the API has them. Actions
 * that are not there take any result.
 */
final class ServiceShapes {

    private static final JsonNode SHAPES = load();

    private static final Map<String, String> POLLED = Map.of("startExecution", "describeExecution");

    private ServiceShapes() {
    }

    private static JsonNode load() {
        try (InputStream in = ServiceShapes.class.getResourceAsStream("service-shapes.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        // What a task that waits for a job is answered is the answer of the call that asks how the job is.
        String[] action = resource.action().split("\\.", 2);
        String call = action.length == 2 && action[1].startsWith("sync") ? POLLED.getOrDefault(action[0], "") : action[0];
        JsonNode fields = SHAPES.path(resource.service() + ":" + call);
        if (!fields.isMissingNode()) {
            fields(fields, result, mode.equals("STRICT"));
        }
    }

    private static void fields(JsonNode shape, JsonNode value, boolean strict) {
        for (Map.Entry<String, JsonNode> field : shape.properties()) {
            JsonNode given = value.path(field.getKey());
            if (given.isMissingNode()) {
                if (strict && field.getValue().path("required").asBoolean()) {
                    throw refused("Required field '%s' is missing".formatted(field.getKey()));
                }
                continue;
            }
            value(field.getKey(), field.getValue(), given, strict);
        }
    }

    private static void value(String name, JsonNode shape, JsonNode given, boolean strict) {
        switch (shape.path("type").asText()) {
            case "string", "blob" -> {
                require(given.isTextual(), name, "must be a string");
                bounds(name, shape, given.textValue().length(), "is smaller than the minimum length", "exceeds the maximum length");
                require(!shape.has("enum") || oneOf(shape.path("enum"), given), name, "is not an expected value");
            }
            case "timestamp" -> require(given.isTextual(), name, "must be a string");
            case "number" -> {
                require(given.isNumber(), name, "must be a number");
                bounds(name, shape, given.doubleValue(), "is smaller than the minimum value", "exceeds the maximum value");
            }
            case "boolean" -> require(given.isBoolean(), name, "must be a boolean");
            case "array" -> {
                require(given.isArray(), name, "must be an array");
                bounds(name, shape, given.size(), "is smaller than the minimum length", "exceeds the maximum length");
                for (JsonNode item : given) {
                    value(name, shape.path("items"), item, strict);
                }
            }
            case "object" -> {
                require(given.isObject(), name, "must be an object");
                fields(shape.path("fields"), given, strict);
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
