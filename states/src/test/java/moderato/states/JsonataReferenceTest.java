package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Expressions with the answers of the reference implementation (jsonata-js 2.0.6, the release that the service speaks of). */
class JsonataReferenceTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void answersAsTheReferenceImplementationDoes() throws IOException {
        List<JsonNode> lines = lines();
        JsonNode input = lines.getFirst().path("input");
        assertThat(lines.stream().skip(1).filter(line -> !ours(line.path("expression").asText(), input).equals(theirs(line)))
                .map(line -> "%s: %s, not %s".formatted(line.path("expression").asText(), theirs(line),
                        ours(line.path("expression").asText(), input))))
                .isEmpty();
    }

    private static List<JsonNode> lines() throws IOException {
        try (var in = Objects.requireNonNull(JsonataReferenceTest.class.getResourceAsStream("jsonata-reference.jsonl"))) {
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")).map(JsonataReferenceTest::json).toList();
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String theirs(JsonNode line) {
        if (line.has("value")) {
            return line.path("value").toString();
        }
        if (line.has("syntax")) {
            return line.path("syntax").asText();
        }
        if (line.has("function")) {
            return "returned an unsupported result type.";
        }
        return line.has("error") ? "threw an error during evaluation. " + line.path("error").asText() : "returned nothing (undefined).";
    }

    private static String ours(String expression, JsonNode input) {
        try {
            JsonNode value = JsonataExpression.compile("{% " + expression + " %}", "Output").evaluate(Scopes.of(input));
            return json(value.toString()).toString();
        } catch (ExpressionSyntaxException e) {
            return String.valueOf(e.getMessage());
        } catch (StatesErrorException e) {
            return e.cause().replace("The JSONata expression '%s' specified for the field 'Output' ".formatted(expression), "");
        }
    }
}
