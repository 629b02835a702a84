package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code $states}, which asks for the context object only when somebody looks at it. */
final class JsonataStates extends AbstractMap<String, Object> {

    private final EvaluationScope scope;

    JsonataStates(EvaluationScope scope) {
        this.scope = scope;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return switch (String.valueOf(key)) {
            case "input" -> JsonataValues.fromJson(scope.input());
            case "context" -> JsonataValues.fromJson(scope.context().get());
            case "result" -> scope.result().map(JsonataValues::fromJson).orElse(null);
            case "errorOutput" -> scope.errorOutput().map(JsonataValues::fromJson).orElse(null);
            default -> null;
        };
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new JsonataValues.ObjectView(node()).entrySet();
    }

    ObjectNode node() {
        return scope.states();
    }

    /** The same document, for where a result is made of it. */
    JsonNode toJson() {
        return node();
    }
}
