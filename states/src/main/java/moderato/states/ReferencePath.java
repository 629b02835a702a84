package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** A path that names one place, where {@code ResultPath} puts a state's result. */
public final class ReferencePath {

    /** The error that the service gives; its documentation speaks of {@code States.ResultPathMatchFailure}. */
    static final String CONFLICT = "States.ReferencePathConflict";

    private final String source;
    private final Object[] steps;

    private ReferencePath(String source, Object[] steps) {
        this.source = source;
        this.steps = steps;
    }

    /**
     * Reads a reference path.
     *
     * @throws ExpressionSyntaxException when it is none, or one that may name more than one place
     */
    public static ReferencePath compile(String source) {
        JsonPathExpression path = JsonPathExpression.compile(source);
        Object[] steps = PathSteps.read(source.substring(1));
        if (path.variable().isPresent() || source.startsWith("$$") || steps == null) {
            throw new ExpressionSyntaxException("Not a reference path: " + source);
        }
        return new ReferencePath(source, steps);
    }

    /** The path as it was written. */
    public String source() {
        return source;
    }

    /**
     * A copy of a document with a value at this place; what is missing on the way is made, and the document itself stays as it is.
     *
     * @throws StatesErrorException {@code States.ReferencePathConflict} when the document has something else in the way
     */
    public JsonNode write(JsonNode document, JsonNode value) {
        return write(document, value, 0, document);
    }

    private JsonNode write(JsonNode at, JsonNode value, int depth, JsonNode document) {
        if (depth == steps.length) {
            return value;
        }
        switch (steps[depth]) {
            case String name when at.isObject() -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                copy.setAll((ObjectNode) at);
                JsonNode next = at.get(name);
                JsonNode below = next == null || next.isNull() ? JsonNodeFactory.instance.objectNode() : next;
                copy.set(name, write(below, value, depth + 1, document));
                return copy;
            }
            case Integer index when at.isArray() && index >= 0 && index < at.size() -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(at.size());
                copy.addAll((ArrayNode) at);
                copy.set(index, write(Objects.requireNonNull(at.get(index)), value, depth + 1, document));
                return copy;
            }
            default -> throw conflict(steps[depth], document);
        }
    }

    /** A path that a document has no place for, in the service's words. */
    static StatesErrorException conflict(Object step, JsonNode document) {
        return new StatesErrorException(CONFLICT, "Unable to apply step \"%s\" to input %s".formatted(step, document));
    }

    @Override
    public String toString() {
        return source;
    }
}
