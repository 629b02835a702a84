package moderato.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import moderato.handlers.YamlFile;

/** The file that says what stands for images, and for models that no step makes; docs/jobs.md gives its form. */
final class ImageMap {

    /** The members of a run's settings that come from the file. */
    static final Set<String> SECTIONS = Set.of("images", "models", "spot", "disk");

    private static final Set<String> IMAGE = Set.of("command", "requirements", "environment", "whole", "builtIn", "isolated", "container");
    private static final Set<String> SPOT = Set.of("afterCheckpoints", "afterSeconds", "seed", "interruptions", "withinSeconds");
    private static final Set<String> DISK = Set.of("mostMegabytes");

    private ImageMap() {
    }

    /**
     * Reads a file into the settings of a run, which its handlers are told.
     *
     * @throws IOException when it cannot be read, or says what nothing here understands: all of it, each with its place
     */
    static void read(Path file, ObjectNode settings) throws IOException {
        YamlFile map = YamlFile.read(file);
        map.knowOnly(JsonPointer.empty(), SECTIONS);
        for (Map.Entry<String, JsonNode> image : map.members(place("images"))) {
            JsonPointer place = place("images").appendProperty(image.getKey());
            map.knowOnly(place, IMAGE);
            if (image.getValue() instanceof ObjectNode known) {
                if (known.has("command") && (!known.path("command").isArray() || known.path("command").isEmpty())) {
                    map.problem(place.appendProperty("command"), "command is a list: [PROGRAM, ARGUMENT...]");
                }
                settings.withObject("/images").set(image.getKey(), known.deepCopy().put("folder", map.folder().toString()));
            }
        }
        map.knowOnly(place("disk"), DISK);
        map.members(place("spot")).forEach(job -> map.knowOnly(place("spot").appendProperty(job.getKey()), SPOT));
        map.members(place("models")).forEach(model -> map.members(place("models").appendProperty(model.getKey())));
        map.refuseProblems();
        for (String section : Set.of("models", "spot", "disk")) {
            if (map.at(place(section)).isObject()) {
                settings.set(section, map.at(place(section)));
            }
        }
    }

    private static JsonPointer place(String section) {
        return JsonPointer.empty().appendProperty(section);
    }
}
