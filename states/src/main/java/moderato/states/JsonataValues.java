package moderato.states;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lends JSON to the JSONata library without copying, and takes its results back. */
final class JsonataValues {

    /** A result may have as many values as would fill the language's payload many times over. */
    private static final int MOST_VALUES = 1_000_000;

    private JsonataValues() {
    }

    /** The library's view of a value. */
    static Object fromJson(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new ObjectView((ObjectNode) node);
            case ARRAY -> new ArrayView((ArrayNode) node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL, MISSING, POJO, BINARY -> Jsonata.NULL_VALUE;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isInt()) {
            return node.intValue();
        }
        if (node.isLong()) {
            return node.longValue();
        }
        return node.doubleValue();
    }

    /** The JSON of a result of the library; empty when a function is among it. */
    static Optional<JsonNode> toJson(Object value) {
        int[] left = { MOST_VALUES };
        return Optional.ofNullable(convert(value, 0, left));
    }

    private static @Nullable JsonNode convert(@Nullable Object value, int depth, int[] left) {
        if (--left[0] < 0 || depth > JsonText.DEEPEST) {
            throw JsonataBudget.SpentException.size();
        }
        return switch (value) {
            case null -> NullNode.getInstance();
            case ObjectView view -> view.node;
            case ArrayView view -> view.node;
            case JsonataStates states -> states.toJson();
            case String text -> TextNode.valueOf(text);
            case Boolean truth -> BooleanNode.valueOf(truth);
            case Integer number -> MathIntrinsics.number(number);
            // All numbers of the library are doubles; it makes the largest long of those that are larger.
            case Long number -> number == Long.MAX_VALUE ? DoubleNode.valueOf(0x1p63) : MathIntrinsics.number(number);
            case Number number -> fraction(number.doubleValue());
            case Map<?, ?> map -> object(map, depth, left);
            case List<?> list -> array(list, depth, left);
            default -> value == Jsonata.NULL_VALUE ? NullNode.getInstance() : null;
        };
    }

    private static JsonNode fraction(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1L << 53 ? MathIntrinsics.number((long) number)
                : DoubleNode.valueOf(number);
    }

    private static @Nullable JsonNode object(Map<?, ?> map, int depth, int[] left) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            JsonNode value = convert(entry.getValue(), depth + 1, left);
            if (value == null) {
                return null;
            }
            object.set(String.valueOf(entry.getKey()), value);
        }
        return object;
    }

    private static @Nullable JsonNode array(List<?> list, int depth, int[] left) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object item : list) {
            JsonNode value = convert(item, depth + 1, left);
            if (value == null) {
                return null;
            }
            array.add(value);
        }
        return array;
    }

    /** An object seen as a map. */
    static final class ObjectView extends AbstractMap<String, Object> {

        private final ObjectNode node;

        ObjectView(ObjectNode node) {
            this.node = node;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            JsonNode value = key instanceof String name ? node.get(name) : null;
            return value == null ? null : fromJson(value);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && node.has(name);
        }

        @Override
        public int size() {
            return node.size();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, Object>> iterator() {
                    Iterator<Entry<String, JsonNode>> fields = node.properties().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return fields.hasNext();
                        }

                        @Override
                        public Entry<String, Object> next() {
                            Entry<String, JsonNode> field = fields.next();
                            return Map.entry(field.getKey(), fromJson(field.getValue()));
                        }
                    };
                }

                @Override
                public int size() {
                    return node.size();
                }
            };
        }
    }

    /** An array seen as a list; what was looked at once is kept, for the library looks at everything several times. */
    static final class ArrayView extends AbstractList<Object> implements RandomAccess {

        private final ArrayNode node;
        private final @Nullable Object[] seen;

        ArrayView(ArrayNode node) {
            this.node = node;
            this.seen = new Object[node.size()];
        }

        @Override
        public Object get(int index) {
            Object value = seen[index];
            if (value == null) {
                value = fromJson(node.path(index));
                seen[index] = value;
            }
            return value;
        }

        @Override
        public Object[] toArray() {
            for (int i = 0; i < seen.length; i++) {
                get(i);
            }
            return seen.clone();
        }

        @Override
        public int size() {
            return seen.length;
        }
    }
}
