package moderato.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import com.dashjoin.jsonata.utils.DateTimeUtils;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The functions that the service adds to JSONata, and those of JSONata that would otherwise look at the clock. */
final class JsonataServiceFunctions {

    /** Where the service refuses {@code $range} for the memory it takes. */
    private static final int MOST_IN_RANGE = 360_145;

    private JsonataServiceFunctions() {
    }

    private static final JFunctionCallable SHUFFLE = (input, arguments) -> JsonataCollections.shuffled(argument(arguments, 0), random());
    private static final JFunctionCallable RANDOM = (input, arguments) -> random(arguments);
    private static final JFunctionCallable UUID = (input, arguments) -> uuid(arguments);
    private static final JFunctionCallable MILLIS = (input, arguments) -> now().toEpochMilli();
    private static final JFunctionCallable NOW = (input, arguments) -> now(arguments);

    private static RandomGenerator random() {
        return JsonataEvaluation.current().scope().random();
    }

    private static Instant now() {
        return JsonataEvaluation.current().scope().now();
    }

    private static final JFunctionCallable PARTITION = (input, arguments) -> {
        atMost(arguments, 2, "partition");
        Object array = argument(arguments, 0);
        if (array == null) {
            return null;
        }
        if (!(array instanceof List<?> list)) {
            throw new JException("T0412", -1, new JsonataSignature.Place(1, "partition"), "undefined");
        }
        if (list.isEmpty()) {
            return null;
        }
        if (argument(arguments, 1) == null) {
            return List.of(list);
        }
        long size = whole(arguments, 1, "partition");
        if (size < 0) {
            throw new JException("D3137", -1, "Second argument must be zero or greater");
        }
        if (size == 0) {
            return null;
        }
        int chunk = (int) Math.min(size, list.size());
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += chunk) {
            chunks.add(new ArrayList<>(list.subList(from, Math.min(from + chunk, list.size()))));
        }
        return chunks;
    };

    private static final JFunctionCallable RANGE = (input, arguments) -> {
        atMost(arguments, 3, "range");
        long from = whole(arguments, 0, "range");
        long to = whole(arguments, 1, "range");
        if (argument(arguments, 2) == null) {
            return null;
        }
        long by = whole(arguments, 2, "range");
        if (by == 0 || by > 0 && from > to || by < 0 && from < to) {
            return null;
        }
        if (from == to) {
            return from;
        }
        return ArrayIntrinsics.sequence(from, to, by, MOST_IN_RANGE).map(JsonataValues::fromJson)
                .orElseThrow(JsonataBudget.SpentException::size);
    };

    private static final JFunctionCallable HASH = (input, arguments) -> {
        atMost(arguments, 2, "hash");
        if (!(argument(arguments, 0) instanceof String text)) {
            return wrong("hash", 1);
        }
        if (!(argument(arguments, 1) instanceof String algorithm)) {
            return argument(arguments, 1) == null ? null : wrong("hash", 2);
        }
        Optional<String> hash = Hashes.hex(text, algorithm);
        return hash.orElseThrow(() -> new JException("D3137", -1,
                "Hash algorithm '%s' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5".formatted(algorithm)));
    };

    private static final JFunctionCallable PARSE = (input, arguments) -> {
        atMost(arguments, 1, "parse");
        if (!(argument(arguments, 0) instanceof String text)) {
            return argument(arguments, 0) == null ? null : wrong("parse", 1);
        }
        try {
            return JsonataValues.fromJson(JsonText.readStrictly(text));
        } catch (JsonProcessingException e) {
            throw new JException("D3137", -1, "Invalid JSON");
        }
    };

    private static Object random(List<?> arguments) {
        atMost(arguments, 1, "random");
        return argument(arguments, 0) == null ? random().nextDouble() : new Random(whole(arguments, 0, "random")).nextDouble();
    }

    private static Object uuid(List<?> arguments) {
        atMost(arguments, 0, "uuid");
        return MathIntrinsics.randomUuid(random()).toString();
    }

    /** {@code $now(picture, timezone)}: the library's own formatting, of the event's instant. */
    private static @Nullable Object now(List<?> arguments) {
        String picture = argument(arguments, 0) instanceof String text ? text : null;
        String timezone = argument(arguments, 1) instanceof String text ? text : null;
        return DateTimeUtils.formatDateTime(now().toEpochMilli(), picture, timezone);
    }

    /** The service cuts off what is behind the point. */
    private static long whole(List<?> arguments, int index, String function) {
        return argument(arguments, index) instanceof Number number ? (long) number.doubleValue() : (long) wrong(function, index + 1);
    }

    /** An argument too many is one that does not match the signature. */
    private static void atMost(List<?> arguments, int count, String function) {
        if (argument(arguments, count) != null) {
            wrong(function, count + 1);
        }
    }

    private static @Nullable Object argument(List<?> arguments, int index) {
        return JsonataTextFunctions.argument(arguments, index);
    }

    private static Object wrong(String function, int index) {
        throw new JException("T0410", -1, index, function);
    }

    /** The functions by name. */
    static final Map<String, JFunctionCallable> ALL = Map.ofEntries(Map.entry("partition", PARTITION), Map.entry("range", RANGE), Map.entry("hash", HASH), Map.entry("parse", PARSE), Map.entry("shuffle", SHUFFLE), Map.entry("random", RANDOM), Map.entry("uuid", UUID), Map.entry("millis", MILLIS), Map.entry("now", NOW));
}
