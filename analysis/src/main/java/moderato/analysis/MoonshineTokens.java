package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way from Moonshine's token ids to text: pieces with byte fallback, special tokens left out. */
final class MoonshineTokens {

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private final String[] pieces;

    private MoonshineTokens(String[] pieces) {
        this.pieces = pieces;
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws IOException when the file is no BPE tokenizer
     */
    static MoonshineTokens read(Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!root.path("model").path("type").asText().equals("BPE") || vocabulary.isEmpty()) {
            throw new IOException(file.getFileName() + ": /model is no BPE vocabulary");
        }
        int most = 0;
        for (var entry : vocabulary.properties()) {
            most = Math.max(most, entry.getValue().asInt());
        }
        String[] pieces = new String[most + 1];
        Arrays.fill(pieces, "");
        vocabulary.properties().forEach(entry -> pieces[entry.getValue().asInt()] = entry.getKey());
        for (JsonNode added : root.path("added_tokens")) {
            if (added.path("special").asBoolean() && added.path("id").asInt() < pieces.length) {
                pieces[added.path("id").asInt()] = "";
            }
        }
        return new MoonshineTokens(pieces);
    }

    /** The text of some tokens. */
    String text(List<Integer> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            String piece = token >= 0 && token < pieces.length ? pieces[token] : "";
            Matcher raw = BYTE.matcher(piece);
            if (raw.matches()) {
                bytes.write(Integer.parseInt(raw.group(1), 16));
            } else {
                bytes.writeBytes(piece.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8));
            }
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.startsWith(" ") ? text.substring(1) : text;
    }
}
