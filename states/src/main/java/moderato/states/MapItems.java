package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;

/** What a Map iterates over: ItemsPath, or Items with JSONata. */
sealed interface MapItems {

    /** The value of ItemsPath. */
    record Path(JsonPathExpression path) implements MapItems {
    }

    /** The value of Items that is an expression. */
    record Query(JsonataExpression expression) implements MapItems {
    }

    /** The value of Items that is a list, with expressions in it or not. */
    record Literal(PayloadTemplate list) implements MapItems {
    }

    static Optional<MapItems> read(StateReader reader) {
        if (!reader.isJsonata()) {
            return reader.node("ItemsPath").isTextual() ? Optional.of(new Path(JsonPathExpression.compile(reader.text("ItemsPath"))))
                    : Optional.empty();
        }
        JsonNode items = reader.node("Items");
        if (items.isTextual() && JsonataExpression.isOne(items.textValue())) {
            return Optional.of(new Query(JsonataExpression.compile(items.textValue(), "Items")));
        }
        return reader.template("Items").map(Literal::new);
    }

    /**
     * The items.
     *
     * @throws StatesErrorException when they are no array
     */
    static ArrayNode of(Optional<MapItems> items, boolean jsonata, EvaluationScope scope) {
        if (items.isEmpty()) {
            return array(scope.input(), jsonata, "$");
        }
        return switch (items.get()) {
            case Path path -> array(found(path.path(), scope), false, path.path().source());
            case Query query -> (ArrayNode) query.expression().evaluate(scope, JsonataExpression.Kind.ARRAY);
            case Literal literal -> array(literal.list().evaluate(scope), true, "Items");
        };
    }

    private static JsonNode found(JsonPathExpression path, EvaluationScope scope) {
        JsonNode value = path.find(scope);
        if (value.isMissingNode()) {
            throw path.conflict(scope);
        }
        return value;
    }

    private static ArrayNode array(JsonNode value, boolean jsonata, String source) {
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw jsonata ? StatesErrorException.queryEvaluation("Map state input must be an array but was: " + value)
                : StatesErrorException.runtime("Reference path \"%s\" must point to array.".formatted(source));
    }
}
