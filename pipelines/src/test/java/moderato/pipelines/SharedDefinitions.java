package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The definitions of the reference material. */
final class SharedDefinitions {

    static final Path FOLDER = Path.of("../shared/sagemaker");

    private SharedDefinitions() {
    }

    /** The names of all valid definitions. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("definitions"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json") && !name.endsWith(".edges.json"))
                    .map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return read(FOLDER.resolve("definitions/" + name + ".json"));
    }

    static JsonNode edges(String name) {
        return json(read(FOLDER.resolve("definitions/" + name + ".edges.json")));
    }

    static List<Path> invalid() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("invalid"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JsonText.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
