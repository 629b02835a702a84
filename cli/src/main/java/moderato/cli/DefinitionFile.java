package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import moderato.kernel.Definition;

/**
 * A file that holds a definition; which language it is in, its content tells.
 *
 * @param name the file's name without its endings: the name of the state machine or pipeline
 */
record DefinitionFile(Path file, Definition definition, String name) {

    static final String STATES = "states";
    static final String PIPELINES = "pipelines";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a definition.
     *
     * @throws CommandException when the file holds no JSON object, or one that is neither a state machine nor a pipeline
     */
    static DefinitionFile read(Path file) throws IOException {
        String text = TextFile.read(file);
        return new DefinitionFile(file, Definition.of(language(file, text), text), name(file));
    }

    private static String language(Path file, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // What is wrong with the text is told, with its place, where definitions are checked.
            return STATES;
        }
        if (root.has("States") || root.has("StartAt")) {
            return STATES;
        }
        if (root.has("Steps")) {
            return PIPELINES;
        }
        throw new CommandException(ExitCode.BAD_INPUT, file + ": neither a state machine (StartAt and States) nor a pipeline (Steps)");
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String ending : new String[] {".asl.json", ".pipeline.json", ".json"}) {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                name = name.substring(0, name.length() - ending.length());
                break;
            }
        }
        String plain = name.replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("^-+|-+$", "");
        return plain.isEmpty() ? "definition" : plain.substring(0, Math.min(plain.length(), 80));
    }
}
