package moderato.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of one JSON object a line. */
final class JsonLines {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    /**
     * Reads all lines; a file that is not there has none.
     *
     * @throws IOException when a line is no JSON object; says which
     */
    static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            return lines;
        }
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode node;
            try {
                node = MAPPER.readTree(line);
            } catch (JsonProcessingException e) {
                throw new IOException(file + ":" + number + ": is not JSON: " + e.getOriginalMessage(), e);
            }
            if (!node.isObject()) {
                throw new IOException(file + ":" + number + ": a JSON object is expected");
            }
            lines.add(node);
        }
        return lines;
    }

    static void write(Path file, List<ObjectNode> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (ObjectNode line : lines) {
                writer.write(MAPPER.writeValueAsString(line));
                writer.write('\n');
            }
        }
    }
}
