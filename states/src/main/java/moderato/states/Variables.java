package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import moderato.kernel.Limits;
import org.jspecify.annotations.Nullable;

/** What a state assigns to variables, within the sizes that the service allows. */
final class Variables {

    private Variables() {
    }

    /** The values of an Assign; they all see the variables as they were before. */
    static Map<String, JsonNode> assigned(@Nullable PayloadTemplate assign, EvaluationScope scope, JsonNode input) {
        if (assign == null) {
            return Map.of();
        }
        JsonNode values = assign.evaluate(scope.input() == input ? scope : scope.withInput(input));
        if (PayloadSize.exceeds(values, Limits.PAYLOAD_BYTES)) {
            throw new StatesErrorException(Limits.DATA_LIMIT_EXCEEDED,
                    "The size of the variables assigned exceeds the maximum of %d bytes.".formatted(Limits.PAYLOAD_BYTES));
        }
        Map<String, JsonNode> assigned = new LinkedHashMap<>();
        values.properties().forEach(field -> assigned.put(field.getKey(), field.getValue()));
        return assigned;
    }

    /** The variables of two scopes, the inner ones before the outer ones. */
    static Map<String, JsonNode> merged(Map<String, JsonNode> below, Map<String, JsonNode> above) {
        if (below.isEmpty() || above.isEmpty()) {
            return below.isEmpty() ? above : below;
        }
        Map<String, JsonNode> all = new LinkedHashMap<>(below);
        all.putAll(above);
        return Collections.unmodifiableMap(all);
    }
}
