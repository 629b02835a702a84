package moderato.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.utils.DateTimeUtils;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The functions that the service adds to JSONata, and those of JSONata that would otherwise look at the clock. */
final class JsonataFunctions {

    private static final int MOST_IN_RANGE = 1_000_000;

    /** The names of all functions: JSONata's own, and the service's. */
    private static final Set<String> BUILT_IN = Set.of(("sum count max min average string substring substringBefore substringAfter lowercase "
            + "uppercase length trim pad match contains replace split join formatNumber formatBase formatInteger parseInteger number "
            + "floor ceil round abs sqrt power random boolean not map zip filter single reduce foldLeft sift keys lookup append exists "
            + "spread merge reverse each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl "
            + "decodeUrlComponent decodeUrl eval toMillis fromMillis clone now millis partition range hash uuid parse").split(" "));

    private JsonataFunctions() {
    }

    static boolean isBuiltIn(String name) {
        return BUILT_IN.contains(name);
    }

    /** Makes the functions known to a compiled expression. */
    static void register(Jsonata expression) {
        expression.registerFunction("partition", PARTITION);
        expression.registerFunction("range", RANGE);
        expression.registerFunction("hash", HASH);
        expression.registerFunction("parse", PARSE);
        expression.registerFunction("shuffle", SHUFFLE);
        expression.registerFunction("random", RANDOM);
        expression.registerFunction("uuid", UUID);
        expression.registerFunction("millis", MILLIS);
        expression.registerFunction("now", NOW);
        expression.assign("eval", null);
    }

    private static final JFunction SHUFFLE = new JFunction((input, arguments) -> JsonataCollections.shuffled(argument(arguments, 0), random()),
            "<a:a>");
    private static final JFunction RANDOM = new JFunction((input, arguments) -> random(arguments), null);
    private static final JFunction UUID = new JFunction((input, arguments) -> MathIntrinsics.randomUuid(random()).toString(), null);
    private static final JFunction MILLIS = new JFunction((input, arguments) -> now().toEpochMilli(), null);
    private static final JFunction NOW = new JFunction((input, arguments) -> now(arguments), null);

    private static RandomGenerator random() {
        return JsonataEvaluation.current().scope().random();
    }

    private static Instant now() {
        return JsonataEvaluation.current().scope().now();
    }

    private static final JFunction PARTITION = new JFunction((input, arguments) -> {
        if (!(argument(arguments, 0) instanceof List<?> list)) {
            return argument(arguments, 0) == null ? null : wrong("partition", 1);
        }
        if (!(argument(arguments, 1) instanceof Number size) || size.doubleValue() < 1) {
            return wrong("partition", 2);
        }
        int chunk = (int) Math.min(Integer.MAX_VALUE, Math.round(size.doubleValue()));
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += Math.min(chunk, list.size() - from)) {
            chunks.add(new ArrayList<>(list.subList(from, from + Math.min(chunk, list.size() - from))));
        }
        return chunks;
    }, null);

    private static final JFunction RANGE = new JFunction((input, arguments) -> {
        for (int i = 0; i < 3; i++) {
            if (!(argument(arguments, i) instanceof Number)) {
                return wrong("range", i + 1);
            }
        }
        long by = whole(arguments, 2);
        if (by == 0) {
            return wrong("range", 3);
        }
        Optional<ArrayNode> numbers = ArrayIntrinsics.sequence(whole(arguments, 0), whole(arguments, 1), by, MOST_IN_RANGE);
        return numbers.map(JsonataValues::fromJson).orElseThrow(() -> new JException("D2014", -1, MOST_IN_RANGE));
    }, null);

    private static final JFunction HASH = new JFunction((input, arguments) -> {
        if (!(argument(arguments, 0) instanceof String text)) {
            return argument(arguments, 0) == null ? null : wrong("hash", 1);
        }
        if (!(argument(arguments, 1) instanceof String algorithm)) {
            return wrong("hash", 2);
        }
        Optional<String> hash = Hashes.hex(text, algorithm);
        return hash.isPresent() ? hash.get() : wrong("hash", 2);
    }, null);

    private static final JFunction PARSE = new JFunction((input, arguments) -> {
        if (!(argument(arguments, 0) instanceof String text)) {
            return argument(arguments, 0) == null ? null : wrong("parse", 1);
        }
        try {
            return JsonataValues.fromJson(JsonText.readStrictly(text));
        } catch (JsonProcessingException e) {
            throw new JException("D3137", -1, "The argument of the function \"parse\" is not valid JSON");
        }
    }, null);

    private static Object random(List<?> arguments) {
        Object seed = argument(arguments, 0);
        if (seed == null) {
            return random().nextDouble();
        }
        return seed instanceof Number number ? new Random(number.longValue()).nextDouble() : wrong("random", 1);
    }

    /** {@code $now(picture, timezone)}: the library's own formatting, of the event's instant. */
    private static @Nullable Object now(List<?> arguments) {
        String picture = argument(arguments, 0) instanceof String text ? text : null;
        String timezone = argument(arguments, 1) instanceof String text ? text : null;
        return DateTimeUtils.formatDateTime(now().toEpochMilli(), picture, timezone);
    }

    private static long whole(List<?> arguments, int index) {
        return Math.round(((Number) Objects.requireNonNull(argument(arguments, index))).doubleValue());
    }

    private static @Nullable Object argument(List<?> arguments, int index) {
        return JsonataTextFunctions.argument(arguments, index);
    }

    private static Object wrong(String function, int index) {
        throw new JException("T0410", -1, index, function);
    }
}
