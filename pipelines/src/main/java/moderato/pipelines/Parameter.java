package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;

/**
 * A parameter of a pipeline.
 *
 * @param defaultValue what it is when the caller gives nothing; none: the caller must
 * @param allowed the only values it may have; empty: any
 */
record Parameter(String name, Type type, Optional<JsonNode> defaultValue, List<JsonNode> allowed) {

    /** The types of parameter; the constants' names are the wire's. */
    enum Type {
        String, Integer, Float, Boolean;

        /** Whether a JSON value is of this type. */
        boolean holds(JsonNode value) {
            return switch (this) {
                case String -> value.isTextual();
                case Integer -> value.isIntegralNumber();
                case Float -> value.isNumber();
                case Boolean -> value.isBoolean();
            };
        }
    }

    Parameter {
        allowed = List.copyOf(allowed);
        // A default of 2 and a 2 given at the start are the same value, and make the same text.
        defaultValue = type == Type.Float ? defaultValue.map(value -> JsonNodeFactory.instance.numberNode(value.doubleValue())) : defaultValue;
    }

    /**
     * The value that a text from the wire stands for; callers send every value as text.
     *
     * @return nothing when the text is not of the type
     */
    Optional<JsonNode> coerce(String text) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (type) {
            case String -> Optional.of(json.textNode(text));
            case Integer -> text.matches("[+-]?\\d{1,18}") ? Optional.of(whole(Long.parseLong(text.replaceFirst("^\\+", "")))) : Optional.empty();
            case Float -> text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? Optional.of(json.numberNode(Double.parseDouble(text)))
                    : Optional.empty();
            case Boolean -> text.equalsIgnoreCase("true") ? Optional.of(json.booleanNode(true))
                    : text.equalsIgnoreCase("false") ? Optional.of(json.booleanNode(false)) : Optional.empty();
        };
    }

    /** The number as reading its text gives it, so that it is equal to itself after a restart. */
    private static JsonNode whole(long value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return value == (int) value ? json.numberNode((int) value) : json.numberNode(value);
    }
}
