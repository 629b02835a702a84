package moderato.moderation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object that a step wrote, with its place for messages.
 *
 * @param place file and line
 */
record Line(String place, JsonNode json) {

    /** The lines of a JSON lines file; none when the file is not there. */
    static List<Line> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    lines.add(parse(file + ":" + number, text));
                }
            }
        }
        return lines;
    }

    /** A file that holds one object. */
    static Line whole(Path file) throws IOException {
        return new Line(file.toString(), Json.tree(file));
    }

    private static Line parse(String place, String text) {
        try {
            return new Line(place, Json.MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw new InvalidInputException(place + ": not valid JSON: " + e.getOriginalMessage());
        }
    }

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    double number(String field) {
        return wanted(field, json.path(field).isNumber(), "a number").asDouble();
    }

    double number(String field, double otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    /** A score, held within 0 to 1 and to four decimals. */
    double score(String field) {
        return Round.score(number(field));
    }

    String text(String field) {
        return wanted(field, json.path(field).isTextual(), "a text").asText();
    }

    String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    Optional<String> optional(String field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    boolean flag(String field) {
        return json.path(field).asBoolean(false);
    }

    Line object(String field) {
        return new Line(place + " " + field, has(field) ? json.get(field) : MissingNode.getInstance());
    }

    List<Line> list(String field) {
        List<Line> items = new ArrayList<>();
        for (JsonNode item : json.path(field)) {
            items.add(new Line(place, item));
        }
        return items;
    }

    List<String> texts(String field) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : json.path(field)) {
            items.add(item.asText());
        }
        return items;
    }

    Optional<Box> box(String field) {
        JsonNode box = json.path(field);
        return box.size() == 4 ? Optional.of(new Box(Round.score(box.get(0).asDouble()), Round.score(box.get(1).asDouble()),
                Round.score(box.get(2).asDouble()), Round.score(box.get(3).asDouble()))) : Optional.empty();
    }

    private JsonNode wanted(String field, boolean fits, String kind) {
        if (!fits) {
            throw new InvalidInputException(place + ": '" + field + "' must be " + kind + ", found " + json.path(field));
        }
        return json.path(field);
    }
}
