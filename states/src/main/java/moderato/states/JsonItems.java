package moderato.states;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the elements of a JSON array, or the pairs of an object, from a text that may end inside one of them.
 *
 * @param pointer where in the document they are; absent: the document is an array
 */
record JsonItems(Optional<JsonPointer> pointer) {

    static final String NOT_ITERABLE = "Attempting to map over non-iterable node.";

    /** A word or escape that a text's end cut in two is no longer than this; what is wrong farther from the end is wrong for good. */
    private static final int LONGEST_CUT = 8;

    /**
     * What a text holds.
     *
     * @param inside what the items are in, once that has begun: {@code [} or <code>{</code>
     * @param read how many characters of the text were whole items, or what is before them
     * @param over whether the last item was read; what follows in the document is not looked at
     */
    record Part(List<PackedJson> items, String inside, int read, boolean over) {
        boolean pairs() {
            return inside.equals("{");
        }
    }

    /**
     * Reads items.
     *
     * @param inside what {@link Part} told of the text before; empty at the beginning of a document
     */
    Part read(String text, String inside) throws ItemReader.UnreadableException {
        int comma = inside.isEmpty() ? 0 : afterComma(text);
        String document = inside + text.substring(comma);
        List<PackedJson> items = new ArrayList<>();
        String container = inside;
        int whole = inside.length();
        try (JsonParser parser = JsonText.FACTORY.createParser(document)) {
            if (inside.isEmpty()) {
                container = seek(parser);
                whole = offset(parser);
            } else {
                parser.nextToken();
            }
            for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
                JsonNode item = container.equals("{") ? pair(parser) : JsonText.readOne(parser);
                if (offset(parser) == document.length()) {
                    // A number may go on in the next part.
                    return new Part(items, container, whole - inside.length() + comma, false);
                }
                items.add(PackedJson.of(item));
                whole = offset(parser);
            }
            return new Part(items, container, text.length(), true);
        } catch (JsonEOFException e) {
            // The rest comes with the next part.
        } catch (JsonProcessingException e) {
            if (e.getLocation() == null || e.getLocation().getCharOffset() < document.length() - LONGEST_CUT) {
                throw new ItemReader.UnreadableException("Unable to parse the items as JSON: " + JsonText.why(e));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text can be read", e);
        }
        return new Part(items, container, whole - inside.length() + comma, false);
    }

    private static int afterComma(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == ',' ? at + 1 : 0;
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }

    private static JsonNode pair(JsonParser parser) throws IOException {
        ObjectNode pair = JsonNodeFactory.instance.objectNode().put("Key", parser.currentName());
        parser.nextToken();
        pair.set("Value", JsonText.readOne(parser));
        return pair;
    }

    /* Goes into what the items are in. */
    private String seek(JsonParser parser) throws IOException, ItemReader.UnreadableException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new JsonEOFException(parser, JsonToken.NOT_AVAILABLE, "there is nothing");
        }
        for (JsonPointer at = pointer.orElse(JsonPointer.empty()); !at.matches(); at = at.tail()) {
            token = step(parser, at);
        }
        if (token == JsonToken.START_ARRAY) {
            return "[";
        }
        if (token == JsonToken.START_OBJECT && pointer.isPresent()) {
            return "{";
        }
        throw new ItemReader.UnreadableException(NOT_ITERABLE);
    }

    private static JsonToken step(JsonParser parser, JsonPointer to) throws IOException, ItemReader.UnreadableException {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (!object && parser.currentToken() != JsonToken.START_ARRAY) {
            throw new ItemReader.UnreadableException(NOT_ITERABLE);
        }
        JsonToken token = parser.nextToken();
        for (int index = 0; token != null && !token.isStructEnd(); index++) {
            boolean here = object ? to.getMatchingProperty().equals(parser.currentName()) : to.getMatchingIndex() == index;
            token = object ? parser.nextToken() : token;
            if (here && token != null) {
                return token;
            }
            parser.skipChildren();
            token = parser.nextToken();
        }
        throw new ItemReader.UnreadableException(NOT_ITERABLE);
    }
}
