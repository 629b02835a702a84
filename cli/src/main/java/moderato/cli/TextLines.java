package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts read from a stream: a text a line, or JSON lines with {@code text}.
 *
 * <p>The first line decides for all: an object with {@code text} makes them JSON lines, of which other keys and empty lines are passed
 * over. An empty line of plain text is a text. A byte order mark before the first line is no part of it.
 */
final class TextLines {

    private static final int LINES_AT_ONCE = 2000;
    /** A batch is scored when it holds so much: memory is bounded by the longest line, not by how many long ones there are. */
    private static final int CHARACTERS_AT_ONCE = 1 << 20;

    private final BufferedReader lines;
    private final String name;
    private final ObjectMapper mapper = new ObjectMapper();
    private int number;
    private boolean json;

    /** The texts of a stream, whose name errors tell. */
    TextLines(BufferedReader lines, String name) {
        this.lines = lines;
        this.name = name;
    }

    /**
     * The next texts, in order; none at the end.
     *
     * @throws CommandException naming the line that is no JSON object with {@code text} where the first line was one
     */
    List<String> next() throws IOException {
        List<String> texts = new ArrayList<>();
        int characters = 0;
        while (texts.size() < LINES_AT_ONCE && characters < CHARACTERS_AT_ONCE) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            number++;
            if (number == 1) {
                line = line.startsWith(TextFile.BYTE_ORDER_MARK) ? line.substring(1) : line;
                json = isObjectWithText(line);
            } else if (json && line.isBlank()) {
                continue;
            }
            texts.add(json ? text(line) : line);
            characters += line.length();
        }
        return texts;
    }

    private boolean isObjectWithText(String line) {
        try {
            return line.strip().startsWith("{") && mapper.readTree(line).path("text").isTextual();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private String text(String line) {
        JsonNode text;
        try {
            text = mapper.readTree(line).path("text");
        } catch (JsonProcessingException e) {
            throw new CommandException(ExitCode.BAD_INPUT, name + ":" + number + ": no JSON: " + e.getOriginalMessage(), e);
        }
        if (!text.isTextual()) {
            throw new CommandException(ExitCode.BAD_INPUT, name + ":" + number + ": expected an object with \"text\"");
        }
        return text.textValue();
    }
}
