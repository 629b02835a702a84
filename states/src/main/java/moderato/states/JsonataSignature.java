package moderato.states;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a function of JSONata, such as {@code <s-nn?:s>}: which arguments it takes, and what it says of others.
 *
 * <p>The library reads the same signatures, and names the wrong argument, takes null for nothing and does not say whose array is wrong;
 * this one goes by the reference implementation.
 */
final class JsonataSignature {

    private static final Pattern PARAMETER = Pattern.compile("(\\([a-z]+\\)|[a-z])(<[^>]*>)?([-?+]?)");
    private static final Map<String, String> KINDS = Map.of("a", "arrays", "b", "booleans", "f", "functions", "n", "numbers", "o", "objects",
            "s", "strings");

    /**
     * One parameter.
     *
     * @param kinds the letters that its argument's kind may have, as a regular expression
     * @param array whether it is an array, which any other value is put into
     * @param items the letter that all items of the array must have; empty for any
     * @param quantity whether it may be left out ({@code ?}), be repeated ({@code +}) or be the context instead ({@code -})
     */
    private record Parameter(String kinds, boolean array, String items, String quantity) {
        String expression() {
            return kinds + quantity.replace('-', '?');
        }
    }

    /** Which argument it was, as messages name it. */
    record Place(int index, String function) {
        @Override
        public String toString() {
            return "Argument %d of function \"%s\"".formatted(index, function);
        }
    }

    private final String function;
    private final List<Parameter> parameters;
    private final Pattern whole;

    private JsonataSignature(String function, List<Parameter> parameters) {
        this.function = function;
        this.parameters = parameters;
        StringBuilder expression = new StringBuilder();
        parameters.forEach(each -> expression.append('(').append(each.expression()).append(')'));
        this.whole = Pattern.compile(expression.toString());
    }

    /** Reads a signature; what it says of the result is passed over. */
    static JsonataSignature of(String function, String text) {
        List<Parameter> parameters = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(text.substring(1, text.length() - 1).replaceFirst(":[^:]*$", ""));
        while (parameter.find()) {
            String kind = parameter.group(1);
            String kinds = switch (kind) {
                case "a", "x" -> "[asnblfom]";
                case "j" -> "[asnblom]";
                case "f" -> "f";
                default -> "[" + kind.replaceAll("[()]", "") + "m]";
            };
            String items = parameter.group(2) == null ? "" : parameter.group(2).substring(1, 2);
            parameters.add(new Parameter(kinds, kind.equals("a"), items, parameter.group(3)));
        }
        return new JsonataSignature(function, List.copyOf(parameters));
    }

    /**
     * The arguments as the function takes them.
     *
     * @throws JException T0410, T0411 or T0412 when it does not
     */
    List<@Nullable Object> arguments(List<?> given, @Nullable Object context) {
        StringBuilder kinds = new StringBuilder();
        given.forEach(each -> kinds.append(kind(each)));
        Matcher fits = whole.matcher(kinds);
        if (!fits.matches()) {
            throw new JException("T0410", -1, wrong(kinds), function);
        }
        List<@Nullable Object> taken = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            String match = String.valueOf(fits.group(i + 1));
            if (match.isEmpty() && parameter.quantity().equals("-")) {
                if (!String.valueOf(kind(context)).matches(parameter.kinds())) {
                    throw new JException("T0411", -1, at + 1, function);
                }
                taken.add(context);
                continue;
            }
            for (int count = Math.max(1, match.length()); count > 0; count--) {
                Object argument = at < given.size() ? given.get(at) : null;
                taken.add(parameter.array() && !match.isEmpty() ? array(parameter, match, argument, at) : argument);
                at++;
            }
        }
        return taken;
    }

    private @Nullable Object array(Parameter parameter, String match, @Nullable Object argument, int at) {
        char kind = kind(argument);
        if (kind == 'm') {
            return null;
        }
        String items = parameter.items();
        boolean fits = items.isEmpty() || (argument instanceof List<?> list ? list.stream().allMatch(each -> kind(each) == items.charAt(0))
                : match.equals(items));
        if (!fits) {
            throw new JException("T0412", -1, new Place(at + 1, function), '"' + KINDS.getOrDefault(items, items) + '"');
        }
        return argument instanceof List ? argument : new ArrayList<>(List.of(Objects.requireNonNull(argument)));
    }

    /** The number of the first argument that does not fit. */
    private int wrong(CharSequence kinds) {
        StringBuilder expression = new StringBuilder();
        int good = 0;
        for (Parameter parameter : parameters) {
            expression.append(parameter.expression());
            Matcher start = Pattern.compile(expression.toString()).matcher(kinds);
            if (!start.lookingAt()) {
                break;
            }
            good = start.end();
        }
        return good + 1;
    }

    private static char kind(@Nullable Object value) {
        return switch (value) {
            case null -> 'm';
            case String ignored -> 's';
            case Number ignored -> 'n';
            case Boolean ignored -> 'b';
            case List<?> ignored -> 'a';
            case Pattern ignored -> 'f';
            default -> {
                if (value == Jsonata.NULL_VALUE) {
                    yield 'l';
                }
                yield Utils.isFunction(value) || Functions.isLambda(value) ? 'f' : value instanceof Map ? 'o' : 'm';
            }
        };
    }
}
