package moderato.states;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import moderato.kernel.PersistentVector;

/**
 * A JSON value kept as its text, which takes about a fifth of the memory of its tree.
 *
 * <p>For the items and results of distributed Maps: there are many, and each is looked at once or twice.
 */
final class PackedJson {

    /* What is read here was a tree before: whatever a tree may hold must pass. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE).build()).build());

    private final byte[] text;

    private PackedJson(byte[] text) {
        this.text = text;
    }

    static PackedJson of(JsonNode tree) {
        try {
            return new PackedJson(MAPPER.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }

    /** The elements of an array, or whatever else holds values. */
    static PersistentVector<PackedJson> all(Iterable<JsonNode> trees) {
        List<PackedJson> packed = StreamSupport.stream(trees.spliterator(), false).map(PackedJson::of).toList();
        return PersistentVector.copyOf(packed);
    }

    /** The value. */
    JsonNode tree() {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("what was written as JSON can be read", e);
        }
    }

    /** The value's text. */
    String text() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** How many bytes the text has. */
    int bytes() {
        return text.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedJson same && Arrays.equals(text, same.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(text);
    }

    @Override
    public String toString() {
        return text();
    }
}
