package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
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
     * The items: an array, or an object whose pairs they are.
     *
     * @param distributed whether they may be an object: an inline Map takes none
     * @throws StatesErrorException when they are neither
     */
    static JsonNode of(Optional<MapItems> items, boolean jsonata, EvaluationScope scope, boolean distributed) {
        if (items.isEmpty()) {
            return container(scope.input(), jsonata, "$", distributed);
        }
        return switch (items.get()) {
            case Path path -> container(found(path.path(), scope), false, path.path().source(), distributed);
            case Query query -> {
                JsonNode value = query.expression().evaluate(scope);
                yield distributed && value.isObject() ? value : query.expression().require(value, JsonataExpression.Kind.ARRAY);
            }
            case Literal literal -> container(literal.list().evaluate(scope), true, "Items", distributed);
        };
    }

    private static JsonNode found(JsonPathExpression path, EvaluationScope scope) {
        JsonNode value = path.find(scope);
        if (value.isMissingNode()) {
            throw path.conflict(scope);
        }
        return value;
    }

    private static JsonNode container(JsonNode value, boolean jsonata, String source, boolean distributed) {
        if (value.isArray() || distributed && value.isObject()) {
            return value;
        }
        throw jsonata ? StatesErrorException.queryEvaluation("Map state input must be an array but was: " + value)
                : StatesErrorException.runtime("Reference path \"%s\" must point to array.".formatted(source));
    }
}
