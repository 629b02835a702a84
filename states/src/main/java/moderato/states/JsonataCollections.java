package moderato.states;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** JSONata's functions over arrays and numbers that the library does otherwise than the reference implementation. */
final class JsonataCollections {

    private static final JFunctionCallable SORT = (input, arguments) -> {
        Object comparator = JsonataTextFunctions.argument(arguments, 1);
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof List<?> list)) {
            return null;
        }
        if (comparator != null) {
            return merged(new ArrayList<>(list), comparator);
        }
        if (list.size() > 1 && !list.stream().allMatch(String.class::isInstance) && !list.stream().allMatch(Number.class::isInstance)) {
            throw new JException("D3070", -1);
        }
        return Functions.sort(list, null);
    };

    /* The library adds one character at a time to a text, which takes minutes for a long one. */
    private static final JFunctionCallable PAD = (input, arguments) -> {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof String text)
                || !(JsonataTextFunctions.argument(arguments, 1) instanceof Number width)) {
            return JsonataTextFunctions.argument(arguments, 0);
        }
        JsonataBudget.length(Math.abs(width.longValue()));
        String unit = JsonataTextFunctions.argument(arguments, 2) instanceof String given && !given.isEmpty() ? given : " ";
        int missing = Math.abs(width.intValue()) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        int[] points = unit.codePoints().toArray();
        StringBuilder padding = new StringBuilder(missing);
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(points[i % points.length]);
        }
        return width.intValue() > 0 ? text + padding : padding + text;
    };

    private static final JFunctionCallable JOIN = (input, arguments) -> {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof List<?> parts)) {
            return null;
        }
        String separator = JsonataTextFunctions.argument(arguments, 1) instanceof String text ? text : "";
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            joined.append(i == 0 ? "" : separator).append(parts.get(i));
            JsonataBudget.length(joined.length());
        }
        return joined.toString();
    };

    private static final JFunctionCallable DISTINCT = (input, arguments) -> {
        Object value = JsonataTextFunctions.argument(arguments, 0);
        Object distinct = Functions.distinct(value);
        // Only of a sequence does a single item stand for the whole.
        return value instanceof List<?> && !Utils.isSequence(value) && distinct instanceof List<?> items ? new ArrayList<Object>(items) : distinct;
    };

    private JsonataCollections() {
    }

    /** Merge sort, stable; the comparator says whether its first argument belongs behind its second. */
    private static List<Object> merged(List<Object> list, Object comparator) throws Throwable {
        if (list.size() < 2) {
            return list;
        }
        int middle = list.size() / 2;
        List<Object> left = merged(new ArrayList<>(list.subList(0, middle)), comparator);
        List<Object> right = merged(new ArrayList<>(list.subList(middle, list.size())), comparator);
        List<Object> all = new ArrayList<>(list.size());
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            boolean behind = Jsonata.boolize(Functions.funcApply(comparator, List.of(left.get(l), right.get(r))));
            all.add(behind ? right.get(r++) : left.get(l++));
        }
        all.addAll(left.subList(l, left.size()));
        all.addAll(right.subList(r, right.size()));
        return all;
    }

    /** The items in an order drawn from a scope's random numbers. */
    static @Nullable Object shuffled(@Nullable Object value, RandomGenerator random) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        List<Object> items = new ArrayList<>(list);
        for (int i = items.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Object moved = items.get(i);
            items.set(i, items.get(other));
            items.set(other, moved);
        }
        return items;
    }

    /** The functions by name. */
    static final Map<String, JFunctionCallable> ALL = Map.ofEntries(Map.entry("sort", SORT), Map.entry("distinct", DISTINCT), Map.entry("pad", PAD), Map.entry("join", JOIN));
}
