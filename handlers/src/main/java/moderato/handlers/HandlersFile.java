package moderato.handlers;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final Set<String> SECTIONS = Set.of("lambda", "steps", "stateMachines", "pipelines", "http");
    private static final YAMLMapper YAML = new YAMLMapper();

    private HandlersFile() {
    }

    /**
     * Reads a handlers file.
     *
     * @return settings for {@code StartRequest}, with absolute paths
     * @throws IOException when it cannot be read, or says something that no handler understands; the message names the place
     */
    public static ObjectNode read(Path file) throws IOException {
        JsonNode read;
        try {
            read = YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new IOException(file + ":" + (place == null ? "" : place.getLineNr() + ":" + place.getColumnNr() + ":") + " " + e.getOriginalMessage(), e);
        }
        if (!(read instanceof ObjectNode sections)) {
            throw new IOException(file + ": a handlers file is a map with the keys " + SECTIONS);
        }
        for (Map.Entry<String, JsonNode> section : sections.properties()) {
            if (!SECTIONS.contains(section.getKey())) {
                throw new IOException(file + ": unknown key '" + section.getKey() + "'; known are " + SECTIONS.stream().sorted().toList());
            }
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (String section : List.of("lambda", "steps")) {
            for (Map.Entry<String, JsonNode> entry : sections.path(section).properties()) {
                settings.withObject("/" + section).set(entry.getKey(), target(file, folder, section + "." + entry.getKey(), entry.getValue()));
            }
        }
        for (String section : List.of("stateMachines", "pipelines")) {
            for (Map.Entry<String, JsonNode> named : sections.path(section).properties()) {
                Path definition = folder.resolve(named.getValue().asText());
                if (!Files.isRegularFile(definition)) {
                    throw new IOException(file + ": " + section + "." + named.getKey() + ": no such file: " + definition);
                }
                settings.withObject("/" + section).put(named.getKey(), definition.normalize().toString());
            }
        }
        for (JsonNode host : sections.path("http").path("allow")) {
            settings.withObject("/http").withArray("allow").add(host.asText());
        }
        return settings;
    }

    private static ObjectNode target(Path file, Path folder, String name, JsonNode given) throws IOException {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        JsonNode command = given.path("command");
        JsonNode url = given.path("url");
        if (command.isArray() && !command.isEmpty() && url.isMissingNode()) {
            for (JsonNode word : command) {
                target.withArray("command").add(word.asText());
            }
            target.put("folder", folder.toString());
            return target;
        }
        if (url.isTextual() && command.isMissingNode()) {
            try {
                URI address = URI.create(url.asText());
                if (!Set.of("http", "https").contains(String.valueOf(address.getScheme()))) {
                    throw new IllegalArgumentException("only http and https");
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + name + ": '" + url.asText() + "' is no web address: " + e.getMessage(), e);
            }
            return target.put("url", url.asText());
        }
        throw new IOException(file + ": " + name + ": give either command: [PROGRAM, ARGUMENT...] or url: ADDRESS");
    }
}
