package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The intrinsic functions over numbers, and ids. An empty answer means: these arguments are not for this function. */
final class MathIntrinsics {

    private MathIntrinsics() {
    }

    /** The nearest whole number, halves upwards, as the service rounds every argument that ought to be one. */
    static OptionalLong whole(JsonNode value) {
        if (!value.isNumber()) {
            return OptionalLong.empty();
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
        }
        double number = value.doubleValue();
        return Math.abs(number) < 1e18 ? OptionalLong.of(Math.round(number)) : OptionalLong.empty();
    }

    static NumericNode number(long value) {
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    static Optional<JsonNode> add(JsonNode a, JsonNode b) {
        OptionalLong first = whole(a);
        OptionalLong second = whole(b);
        if (first.isEmpty() || second.isEmpty() || !isInt(first.getAsLong()) || !isInt(second.getAsLong())) {
            return Optional.empty();
        }
        return Optional.of(number(first.getAsLong() + second.getAsLong()));
    }

    private static boolean isInt(long value) {
        return (int) value == value;
    }

    /** A whole number from the start (inclusive) to the end (exclusive); the same one for the same seed. */
    static Optional<JsonNode> random(List<JsonNode> arguments, RandomGenerator random) {
        OptionalLong start = whole(arguments.get(0));
        OptionalLong end = whole(arguments.get(1));
        if (start.isEmpty() || end.isEmpty() || start.getAsLong() >= end.getAsLong()) {
            return Optional.empty();
        }
        RandomGenerator source = random;
        if (arguments.size() == 3) {
            OptionalLong seed = whole(arguments.get(2));
            if (seed.isEmpty()) {
                return Optional.empty();
            }
            source = new Random(seed.getAsLong());
        }
        return Optional.of(number(source.nextLong(start.getAsLong(), end.getAsLong())));
    }

    static Optional<JsonNode> uuid(RandomGenerator random) {
        return Optional.of(TextNode.valueOf(randomUuid(random).toString()));
    }

    /** A version 4 UUID of the given randomness. */
    static UUID randomUuid(RandomGenerator random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
