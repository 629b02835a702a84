package moderato.states;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads JSON text as the language takes it: one whole value, nested to a bounded depth. */
final class JsonText {

    /** Deeper nesting is refused, so that nothing that walks a document recurses without bound. */
    static final int DEEPEST = 200;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(400).build()).build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final ObjectReader ONE_OF_MANY = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectReader STRICT = MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** How the library tells of another place in the text: {@code [Source: ...; line: 1, column: 1]}. */
    private static final Pattern PLACE = Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]");

    private JsonText() {
    }

    /** Why a text is no JSON. */
    static String why(JsonProcessingException e) {
        return PLACE.matcher(e.getOriginalMessage()).replaceAll("line $1, column $2").replaceFirst(" \\(not recognized as one since .*", "");
    }

    /** Reads one value in which no key is given twice; blank text is none. */
    static JsonNode readStrictly(String text) throws JsonProcessingException {
        JsonNode value = STRICT.readTree(text);
        if (value.isMissingNode()) {
            throw new JsonParseException(null, "there is nothing to read");
        }
        return value;
    }

    static JsonNode read(String text) throws JsonProcessingException {
        JsonNode value = MAPPER.readTree(text);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    /** Reads the value that a parser is at, whatever follows it. */
    static JsonNode readOne(JsonParser parser) throws IOException {
        return ONE_OF_MANY.readTree(parser);
    }
}
