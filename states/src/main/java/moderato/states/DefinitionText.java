package moderato.states;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A definition's JSON with the line and column of everything in it; doubled keys and broken JSON become findings. */
final class DefinitionText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The service's quota. */
    private static final int MOST_CHARACTERS = 1_048_576;

    /** Line and column, from 1; both 0 when not known. */
    record Position(int line, int column) {
        static final Position UNKNOWN = new Position(0, 0);
    }

    private final Findings findings;
    private final Map<String, Position> positions = new HashMap<>();
    private JsonNode root = MissingNode.getInstance();
    private Position broken = Position.UNKNOWN;

    private DefinitionText(Findings findings) {
        this.findings = findings;
    }

    /** Reads a text; what keeps it from being JSON is reported, and the root is then missing. */
    static DefinitionText read(String text, Findings findings) {
        DefinitionText read = new DefinitionText(findings);
        if (text.length() > MOST_CHARACTERS) {
            read.broken = new Position(1, 1);
            findings.unlocated("INVALID_JSON_DESCRIPTION", DefinitionPath.ROOT, "The definition has %d characters; there may be %d of them".formatted(text.length(), MOST_CHARACTERS));
            return read;
        }
        if (text.isBlank()) {
            read.broken = new Position(1, 1);
            findings.unlocated("MISSING_DESCRIPTION", DefinitionPath.ROOT, "The definition is empty");
            return read;
        }
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            read.parse(parser);
        } catch (IOException e) {
            throw new IllegalStateException("reading a string does no I/O", e);
        }
        return read;
    }

    private void parse(JsonParser parser) throws IOException {
        try {
            parser.nextToken();
            JsonNode value = value(parser, DefinitionPath.ROOT);
            if (parser.nextToken() == null) {
                root = value;
                return;
            }
            broken = position(parser.currentTokenLocation());
            findings.unlocated("INVALID_JSON_DESCRIPTION", DefinitionPath.ROOT, "Nothing may follow the definition's JSON object");
        } catch (StreamConstraintsException e) {
            boolean deep = e.getOriginalMessage().contains("nesting depth");
            broken = position(parser.currentLocation());
            findings.unlocated(deep ? "TOO_DEEPLY_NESTED" : "INVALID_JSON_DESCRIPTION", DefinitionPath.ROOT,
                    deep ? "The definition is nested more than %d deep".formatted(JsonText.DEEPEST) : "The definition has a number too long to be one");
        } catch (JsonProcessingException e) {
            broken = position(e.getLocation());
            findings.unlocated("INVALID_JSON_DESCRIPTION", DefinitionPath.ROOT, JsonText.why(e));
        }
    }

    /** The definition; missing when the text is no JSON. */
    JsonNode root() {
        return root;
    }

    /** Where a place stands in the text: of a field its name, of an item its beginning. */
    Position position(DefinitionPath path) {
        if (root.isMissingNode() && broken != Position.UNKNOWN) {
            return broken;
        }
        return positions.getOrDefault(path.pointer(), Position.UNKNOWN);
    }

    private JsonNode value(JsonParser parser, DefinitionPath at) throws IOException {
        positions.putIfAbsent(at.pointer(), position(parser.currentTokenLocation()));
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, at);
            case START_ARRAY -> array(parser, at);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> switch (parser.getNumberType()) {
                case INT -> NODES.numberNode(parser.getIntValue());
                case LONG -> NODES.numberNode(parser.getLongValue());
                default -> NODES.numberNode(parser.getBigIntegerValue());
            };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private JsonNode object(JsonParser parser, DefinitionPath at) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            DefinitionPath field = at.child(name);
            Position position = position(parser.currentTokenLocation());
            if (positions.putIfAbsent(field.pointer(), position) != null) {
                findings.error("INVALID_JSON_DESCRIPTION", field, "Duplicate field '%s'".formatted(name), "");
            }
            parser.nextToken();
            object.set(name, value(parser, field));
        }
        return object;
    }

    private JsonNode array(JsonParser parser, DefinitionPath at) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, at.child(array.size())));
        }
        return array;
    }

    private static Position position(JsonLocation location) {
        return new Position(location.getLineNr(), location.getColumnNr());
    }
}
