package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** How the records of this module are read from JSON and written to it. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    // Objects are indented and lists are not: a score curve with a line for each number could not be read by anybody.
    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private Json() {
    }

    static String pretty(Object value) {
        try {
            return PRETTY.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file as a record.
     *
     * @throws InvalidInputException when it is not there, is not JSON or does not fit, with file, line, column and JSON pointer
     */
    static <T> T read(Path file, Class<T> type) throws IOException {
        return parse(file, bytes(file), type);
    }

    static JsonNode tree(Path file) throws IOException {
        return parse(file, bytes(file), JsonNode.class);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file + ": is a folder, not a file");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(file + ": there is no such file");
        }
    }

    private static <T> T parse(Path file, byte[] bytes, Class<T> type) throws IOException {
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new InvalidInputException(file + ": expected an object, found null");
            }
            return value;
        } catch (JacksonException e) {
            throw new InvalidInputException(file + message(e));
        }
    }

    static String message(JacksonException problem) {
        JsonLocation location = problem.getLocation();
        String place = location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr() + ":" + location.getColumnNr();
        String pointer = problem instanceof JsonMappingException mapping ? pointer(mapping) : "";
        String text = problem.getOriginalMessage().lines().findFirst().orElse("not valid JSON");
        return place + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + text;
    }

    private static String pointer(JsonMappingException problem) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference reference : problem.getPath()) {
            String name = reference.getFieldName();
            pointer.append('/').append(name == null ? Integer.toString(reference.getIndex()) : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
