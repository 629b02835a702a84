package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The intrinsic functions over arrays. An empty answer means: these arguments are not for this function. */
final class ArrayIntrinsics {

    /** The service's limit on States.ArrayRange. */
    private static final int MOST_IN_RANGE = 1_000;

    private ArrayIntrinsics() {
    }

    static Optional<JsonNode> array(List<JsonNode> items) {
        return Optional.of(JsonNodeFactory.instance.arrayNode(items.size()).addAll(items));
    }

    static Optional<JsonNode> partition(JsonNode array, JsonNode size) {
        OptionalLong chunk = MathIntrinsics.whole(size);
        if (!array.isArray() || chunk.isEmpty() || chunk.getAsLong() <= 0) {
            return Optional.empty();
        }
        ArrayNode chunks = JsonNodeFactory.instance.arrayNode();
        ArrayNode last = chunks;
        for (JsonNode item : array) {
            if (last == chunks || last.size() == chunk.getAsLong()) {
                last = chunks.addArray();
            }
            last.add(item);
        }
        return Optional.of(chunks);
    }

    static Optional<JsonNode> contains(JsonNode array, JsonNode wanted) {
        if (!array.isArray()) {
            return Optional.empty();
        }
        for (JsonNode item : array) {
            if (JsonEquality.equal(item, wanted)) {
                return Optional.of(BooleanNode.TRUE);
            }
        }
        return Optional.of(BooleanNode.FALSE);
    }

    static Optional<JsonNode> range(JsonNode first, JsonNode last, JsonNode step) {
        OptionalLong from = MathIntrinsics.whole(first);
        OptionalLong to = MathIntrinsics.whole(last);
        OptionalLong by = MathIntrinsics.whole(step);
        if (from.isEmpty() || to.isEmpty() || by.isEmpty() || by.getAsLong() == 0) {
            return Optional.empty();
        }
        return sequence(from.getAsLong(), to.getAsLong(), by.getAsLong(), MOST_IN_RANGE).map(array -> array);
    }

    /** Empty when it would be longer than the limit. */
    static Optional<ArrayNode> sequence(long from, long to, long by, int most) {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (long number = from; by > 0 ? number <= to : number >= to; number += by) {
            if (numbers.size() == most) {
                return Optional.empty();
            }
            numbers.add(MathIntrinsics.number(number));
        }
        return Optional.of(numbers);
    }

    static Optional<JsonNode> item(JsonNode array, JsonNode index) {
        OptionalLong at = MathIntrinsics.whole(index);
        if (!array.isArray() || at.isEmpty() || at.getAsLong() < 0 || at.getAsLong() >= array.size()) {
            return Optional.empty();
        }
        return Optional.ofNullable(array.get((int) at.getAsLong()));
    }

    static Optional<JsonNode> length(JsonNode array) {
        return array.isArray() ? Optional.of(IntNode.valueOf(array.size())) : Optional.empty();
    }

    static Optional<JsonNode> unique(JsonNode array) {
        if (!array.isArray()) {
            return Optional.empty();
        }
        Set<JsonNode> seen = new HashSet<>();
        ArrayNode unique = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : array) {
            if (seen.add(item)) {
                unique.add(item);
            }
        }
        return Optional.of(unique);
    }
}
