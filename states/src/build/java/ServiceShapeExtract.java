import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Takes from the service models the shapes of what actions answer, named as Step Functions names them.
 *
 * <p>Run at build time: {@code ServiceShapeExtract <folder of models> <overlay> <output folder>}. For each service a file, named as behind
 * {@code aws-sdk:}, with its {@code operations} (the shape of each answer) and the {@code shapes} that can be reached from them; beside it the
 * names of all its actions as lines of text, and {@code services.txt} with the names of all services.
 *
 * <p>The models are of 2024. The overlay has, by service, what came since, and services that have no model. The values of an enumeration are
 * kept only for services that it names: a value that is newer than the models is not to be refused.
 */
public final class ServiceShapeExtract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEPT = List.of("required", "enum", "min", "max");

    private ServiceShapeExtract() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path overlay = Path.of(arguments[1]);
        Path output = Path.of(arguments[2]);
        Path complete = folder.resolveSibling("extracted");
        if (Files.exists(output) && isNewer(complete, folder) && isNewer(complete, overlay)) {
            return;
        }
        Files.createDirectories(output);
        List<String> services = new ArrayList<>();
        ObjectNode since = (ObjectNode) JSON.readTree(overlay.toFile());
        try (Stream<Path> models = Files.list(folder)) {
            for (Path file : models.filter(path -> path.toString().endsWith("-model.json")).sorted().toList()) {
                JsonNode model = JSON.readTree(file.toFile());
                ObjectNode service = extract(model);
                if (since.remove(name(model)) instanceof ObjectNode newer) {
                    merge(service, newer);
                } else {
                    service.path("shapes").forEach(shape -> ((ObjectNode) shape).remove("enum"));
                }
                JSON.writeValue(output.resolve(name(model) + ".json").toFile(), service);
                List<String> actions = new ArrayList<>();
                model.path("operations").properties().forEach(operation -> actions.add(small(operation.getKey())));
                Files.write(output.resolve(name(model) + ".txt"), actions);
                services.add(name(model));
            }
        }
        for (var service : since.properties()) {
            JSON.writeValue(output.resolve(service.getKey() + ".json").toFile(), service.getValue());
            services.add(service.getKey());
        }
        Files.write(output.resolve("services.txt"), services);
        Files.writeString(complete, "");
    }

    /** Lays newer over older: objects member by member, the values of "+name" are added to the list "name". */
    private static void merge(ObjectNode older, ObjectNode newer) {
        newer.properties().forEach(entry -> {
            String name = entry.getKey();
            if (name.startsWith("+")) {
                older.withArray("/" + name.substring(1)).addAll((ArrayNode) entry.getValue());
            } else if (entry.getValue() instanceof ObjectNode object && older.get(name) instanceof ObjectNode existing) {
                merge(existing, object);
            } else {
                older.set(name, entry.getValue());
            }
        });
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    }

    /** The service's id as the SDK for Java names its packages: in small letters, without "aws", "amazon" before and "service" behind. */
    private static String name(JsonNode model) {
        JsonNode metadata = model.path("metadata");
        String id = metadata.path("serviceId").asText(metadata.path("serviceFullName").asText());
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").replaceFirst("^(aws|amazon)", "").replaceFirst("service$", "");
    }

    private static ObjectNode extract(JsonNode model) {
        ObjectNode service = JSON.createObjectNode();
        ObjectNode operations = service.putObject("operations");
        ObjectNode shapes = service.putObject("shapes");
        Deque<String> open = new ArrayDeque<>();
        model.path("operations").properties().forEach(operation -> {
            String shape = operation.getValue().at("/output/shape").asText();
            if (!shape.isEmpty()) {
                operations.put(small(operation.getKey()), shape);
                open.add(shape);
            }
        });
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!shapes.has(name)) {
                shapes.set(name, shape(model.path("shapes").path(name), open));
            }
        }
        return service;
    }

    private static ObjectNode shape(JsonNode full, Deque<String> open) {
        ObjectNode shape = JSON.createObjectNode().put("type", full.path("document").asBoolean() ? "document" : full.path("type").asText());
        KEPT.stream().filter(full::has).forEach(kept -> shape.set(kept, full.get(kept)));
        for (String part : List.of("member", "value")) {
            if (full.has(part)) {
                shape.put(part, full.get(part).path("shape").asText());
                open.add(shape.get(part).asText());
            }
        }
        if (full.has("members")) {
            ObjectNode members = shape.putObject("members");
            full.get("members").properties().forEach(member -> {
                members.put(capital(member.getKey()), member.getValue().path("shape").asText());
                open.add(member.getValue().path("shape").asText());
            });
        }
        if (full.has("required")) {
            var required = shape.putArray("required");
            full.get("required").forEach(name -> required.add(capital(name.asText())));
        }
        return shape;
    }

    private static String small(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
