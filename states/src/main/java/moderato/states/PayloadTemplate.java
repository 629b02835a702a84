package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document of a definition with expressions in it: Parameters, ResultSelector, ItemSelector, Arguments, Output, Assign.
 *
 * <p>Parts without an expression are kept as they are and shared by every result.
 */
public sealed interface PayloadTemplate {

    /** Deeper templates are refused, so that none of the walks over them recurse without bound. */
    int DEEPEST = JsonText.DEEPEST;

    /** A part without an expression. */
    record Constant(JsonNode value) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(EvaluationScope scope) {
            return value;
        }
    }

    /** The value of a key that ends in {@code .$}: a path. */
    record Path(JsonPathExpression path, String field) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(EvaluationScope scope) {
            JsonNode found = path.find(scope);
            if (found.isMissingNode()) {
                throw path.notFound(field, scope);
            }
            return found;
        }
    }

    /** The value of a key that ends in {@code .$}: a call of an intrinsic function. */
    record Call(IntrinsicFunction function) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(EvaluationScope scope) {
            return function.evaluate(scope);
        }
    }

    /** A string between {@code {%} and {@code %}}. */
    record Query(JsonataExpression expression) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(EvaluationScope scope) {
            return expression.evaluate(scope);
        }
    }

    /** An object with at least one expression somewhere in it. */
    record Members(Map<String, PayloadTemplate> members) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(EvaluationScope scope) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, PayloadTemplate> member : members.entrySet()) {
                object.set(member.getKey(), member.getValue().evaluate(scope));
            }
            return object;
        }
    }

    /** An array with at least one expression somewhere in it. */
    record Items(List<PayloadTemplate> items) implements PayloadTemplate {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public JsonNode evaluate(EvaluationScope scope) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
            for (PayloadTemplate item : items) {
                array.add(item.evaluate(scope));
            }
            return array;
        }
    }

    /**
     * The document with every expression replaced by its value.
     *
     * @throws StatesErrorException when an expression fails
     */
    JsonNode evaluate(EvaluationScope scope);

    /**
     * Reads a template of JSONPath: keys ending in {@code .$} hold paths and intrinsic functions.
     *
     * @throws ExpressionSyntaxException when an expression cannot be read
     */
    static PayloadTemplate jsonPath(JsonNode template) {
        return jsonPath(template, 0);
    }

    private static PayloadTemplate jsonPath(JsonNode template, int depth) {
        bound(depth);
        if (template.isArray()) {
            List<PayloadTemplate> items = new ArrayList<>(template.size());
            template.forEach(item -> items.add(jsonPath(item, depth + 1)));
            return items(template, items);
        }
        if (!template.isObject()) {
            return new Constant(template);
        }
        Map<String, PayloadTemplate> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            String key = field.getKey();
            if (key.endsWith(".$")) {
                members.put(key.substring(0, key.length() - 2), dynamic(key, field.getValue()));
            } else {
                members.put(key, jsonPath(field.getValue(), depth + 1));
            }
        }
        return members(template, members);
    }

    private static PayloadTemplate dynamic(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw new ExpressionSyntaxException("The value for the field '%s' must be a valid JSONPath".formatted(key));
        }
        String text = value.textValue();
        return IntrinsicFunction.looksLikeOne(text) ? new Call(IntrinsicFunction.compile(text))
                : new Path(JsonPathExpression.compile(text), key);
    }

    /**
     * Reads a template of JSONata: strings between {@code {%} and {@code %}} are expressions, wherever they stand.
     *
     * @param location the field's name, with which errors locate an expression: {@code Output/result}
     * @throws ExpressionSyntaxException when an expression cannot be read
     */
    static PayloadTemplate jsonata(JsonNode template, String location) {
        return jsonata(template, location, 0);
    }

    private static PayloadTemplate jsonata(JsonNode template, String location, int depth) {
        bound(depth);
        if (template.isTextual() && JsonataExpression.isOne(template.textValue())) {
            return new Query(JsonataExpression.compile(template.textValue(), location));
        }
        if (template.isArray()) {
            List<PayloadTemplate> items = new ArrayList<>(template.size());
            for (int i = 0; i < template.size(); i++) {
                items.add(jsonata(template.path(i), "%s[%d]".formatted(location, i), depth + 1));
            }
            return items(template, items);
        }
        if (!template.isObject()) {
            return new Constant(template);
        }
        Map<String, PayloadTemplate> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            members.put(field.getKey(), jsonata(field.getValue(), location + "/" + field.getKey(), depth + 1));
        }
        return members(template, members);
    }

    private static PayloadTemplate items(JsonNode template, List<PayloadTemplate> items) {
        return items.stream().allMatch(Constant.class::isInstance) ? new Constant(template) : new Items(items);
    }

    private static PayloadTemplate members(JsonNode template, Map<String, PayloadTemplate> members) {
        return members.values().stream().allMatch(Constant.class::isInstance) ? new Constant(template) : new Members(members);
    }

    private static void bound(int depth) {
        if (depth > DEEPEST) {
            throw new ExpressionSyntaxException("A template may be nested %d deep".formatted(DEEPEST));
        }
    }
}
