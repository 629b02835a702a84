package moderato.handlers;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file that names what does the outside work of a run, in YAML or JSON.
 *
 * <pre>{@code
 * lambda:
 *   resize: {command: [python3, resize.py]}
 *   "arn:aws:lambda:*:*:function:notify*": {url: "http://127.0.0.1:9000/notify"}
 * steps:
 *   EMR: {command: [./emr-stand-in]}
 * stateMachines:
 *   child: child.asl.json
 * pipelines:
 *   training: training.pipeline.json
 * http:
 *   allow: [127.0.0.1, intranet.example.org]
 * }</pre>
 *
 * Relative programs and files are those beside the file. What is read becomes a run's settings, so it is remembered with the run.
 */
public final class HandlersFile {

    /** The members of a run's settings that come from the file. */
    public static final Set<String> SECTIONS = Set.of("lambda", "steps", "stateMachines", "pipelines", "http");

    private final YamlFile file;
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();

    private HandlersFile(YamlFile file) {
        this.file = file;
    }

    /**
     * Reads a handlers file.
     *
     * @return settings for {@code StartRequest}, with absolute paths
     * @throws InvalidFileException when it says something that no handler understands: all of it, each with its place
     * @throws IOException when it cannot be read
     */
    public static ObjectNode read(Path file) throws IOException {
        HandlersFile handlers = new HandlersFile(YamlFile.read(file));
        handlers.read();
        handlers.file.refuseProblems();
        return handlers.settings;
    }

    private void read() {
        file.knowOnly(JsonPointer.empty(), SECTIONS);
        for (String section : List.of("lambda", "steps")) {
            JsonPointer place = JsonPointer.empty().appendProperty(section);
            for (Map.Entry<String, JsonNode> target : file.members(place)) {
                target(section, target.getKey(), place.appendProperty(target.getKey()));
            }
        }
        for (String section : List.of("stateMachines", "pipelines")) {
            JsonPointer place = JsonPointer.empty().appendProperty(section);
            for (Map.Entry<String, JsonNode> named : file.members(place)) {
                definition(section, named.getKey(), place.appendProperty(named.getKey()));
            }
        }
        JsonPointer http = JsonPointer.empty().appendProperty("http");
        file.knowOnly(http, Set.of("allow"));
        JsonPointer allow = http.appendProperty("allow");
        JsonNode hosts = file.at(allow);
        if (!hosts.isMissingNode() && !hosts.isArray()) {
            file.problem(allow, "allow is a list of hosts: [HOST, ...]");
        }
        for (JsonNode host : hosts) {
            settings.withObject("/http").withArray("allow").add(host.asText());
        }
    }

    private void definition(String section, String name, JsonPointer place) {
        Path definition = file.folder().resolve(file.at(place).asText());
        if (Files.isRegularFile(definition)) {
            settings.withObject("/" + section).put(name, definition.normalize().toString());
        } else {
            file.problem(place, name + ": no such file: " + definition);
        }
    }

    private void target(String section, String name, JsonPointer place) {
        JsonNode given = file.at(place);
        JsonNode command = given.path("command");
        JsonNode url = given.path("url");
        file.knowOnly(place, Set.of("command", "url"));
        ObjectNode target = settings.withObject("/" + section).putObject(name);
        if (command.isArray() && !command.isEmpty() && url.isMissingNode()) {
            for (JsonNode word : command) {
                target.withArray("command").add(word.asText());
            }
            target.put("folder", file.folder().toString());
        } else if (url.isTextual() && command.isMissingNode()) {
            noAddress(url.asText()).ifPresent(why -> file.problem(place.appendProperty("url"), "'" + url.asText() + "' is no web address: " + why));
            target.put("url", url.asText());
        } else {
            file.problem(place, name + ": give either command: [PROGRAM, ARGUMENT...] or url: ADDRESS");
        }
    }

    private static Optional<String> noAddress(String text) {
        try {
            return Set.of("http", "https").contains(String.valueOf(URI.create(text).getScheme())) ? Optional.empty() : Optional.of("only http and https");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
