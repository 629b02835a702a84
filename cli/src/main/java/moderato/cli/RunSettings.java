package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moderato.handlers.HandlersFile;
import moderato.objects.Mapping;

/**
 * What a run's handlers are told; kept with the run.
 *
 * @param handlers the file that names what does the outside work
 * @param images the file that says what stands for images
 * @param maps folders that stand for prefixes of the object store
 */
record RunSettings(Optional<Path> handlers, Optional<Path> images, List<String> maps) {

    private static final ObjectMapper JSON = new ObjectMapper();

    RunSettings {
        maps = List.copyOf(maps);
    }

    /** Whether nothing was given. */
    boolean isEmpty() {
        return handlers.isEmpty() && images.isEmpty() && maps.isEmpty();
    }

    /** The settings of a run that begins. */
    ObjectNode read() throws IOException {
        return over(JSON.createObjectNode());
    }

    /**
     * The settings of a run that goes on: each file given takes the place of the one before, with all that it said, and the maps given that of all maps.
     *
     * @throws CommandException when a map cannot be understood
     * @throws IOException when a file cannot be read, or says what nothing here understands
     */
    ObjectNode over(JsonNode before) throws IOException {
        ObjectNode settings = before.deepCopy();
        if (handlers.isPresent()) {
            settings.remove(HandlersFile.SECTIONS);
            settings.setAll(HandlersFile.read(handlers.get()));
        }
        if (images.isPresent()) {
            settings.remove(ImageMap.SECTIONS);
            ImageMap.read(images.get(), settings);
        }
        if (!maps.isEmpty()) {
            settings.remove("maps");
        }
        for (String map : maps) {
            try {
                Mapping mapping = Mapping.parse(map);
                settings.withArray("maps").add(mapping.prefix() + "=" + mapping.folder() + (mapping.writable() ? ":rw" : ""));
            } catch (IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, "--map: " + e.getMessage(), e);
            }
        }
        return settings;
    }
}
