package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Scopes for tests of expressions. */
final class Scopes {

    private Scopes() {
    }

    static JsonNode json(String text) {
        try {
            return JsonText.read(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EvaluationScope of(JsonNode input) {
        return of(input, Map.of());
    }

    static EvaluationScope of(JsonNode input, Map<String, JsonNode> variables) {
        JsonNode context = json("{'Execution':{'Id':'arn:run','Input':{'a':1}},'State':{'Name':'Here'}}");
        return new EvaluationScope(input, () -> context, variables, Optional.empty(), Optional.empty(),
                Instant.parse("2026-01-02T03:04:05.678Z"), new SplittableRandom(7));
    }
}
