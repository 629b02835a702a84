package moderato.pipelines;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A JSON document as its author wrote it: strict reading, and the line and column of any place in it. */
final class JsonText {

    /** The module's mapper: strict about duplicate members and text after the document. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    /** A line and a column, both from 1; 0 when the place is not known. */
    record Position(int line, int column) {
        static final Position UNKNOWN = new Position(0, 0);
    }

    private JsonText() {
    }

    /** The document as a tree. */
    static JsonNode read(String text) throws JsonProcessingException {
        JsonNode node = JSON.readTree(text);
        return node == null ? JSON.missingNode() : node;
    }

    /** Where each place of a valid document begins, by JSON pointer; a member's place is that of its name. */
    static Map<String, Position> positions(String text) {
        Map<String, Position> positions = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (!token.isStructEnd()) {
                    positions.putIfAbsent(pointer(parser, token), position(parser.currentTokenLocation()));
                }
            }
        } catch (IOException e) {
            return positions;
        }
        return positions;
    }

    private static String pointer(JsonParser parser, JsonToken token) {
        // Inside a structure that has just begun, the context is its own; its place is the parent's current one.
        var context = token.isStructStart() ? parser.getParsingContext().getParent() : parser.getParsingContext();
        return context.pathAsPointer().toString();
    }

    static Position position(JsonLocation location) {
        return new Position(location.getLineNr(), location.getColumnNr());
    }

    /** The pointer of a member of the object at a pointer. */
    static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer of an element of the array at a pointer. */
    static String element(String pointer, int index) {
        return pointer + "/" + index;
    }
}
