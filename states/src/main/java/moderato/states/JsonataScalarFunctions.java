package moderato.states;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import com.dashjoin.jsonata.Utils;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSONata's functions from one text or number to another that the library does otherwise than the reference implementation. */
final class JsonataScalarFunctions {

    /** What JavaScript's {@code encodeURIComponent} leaves as it is, and what {@code encodeURI} leaves besides. */
    private static final String PLAIN = "-_.!~*'()";
    private static final String RESERVED = ";/?:@&=+$,#";

    /** From here on fifteen digits, which is all that a text shows of a number, are fewer than those before the point. */
    private static final double FIFTEEN_DIGITS = 1e15;
    /** From here on JavaScript writes an exponent. */
    private static final double EXPONENT = 1e21;

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
    private static final Pattern BASED = Pattern.compile("0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+");

    private JsonataScalarFunctions() {
    }

    private static final JFunctionCallable STRING = (input, arguments) -> Functions
            .string(inFull(JsonataTextFunctions.argument(arguments, 0)), (Boolean) JsonataTextFunctions.argument(arguments, 1));

    /** The value with large whole numbers in a form that the library writes without an exponent. */
    private static @Nullable Object inFull(@Nullable Object value) {
        return switch (value) {
            case Number number when isLong(number.doubleValue()) -> new BigDecimal(number.toString()).round(new MathContext(15)).toBigInteger();
            case Map<?, ?> map when map.values().stream().anyMatch(JsonataScalarFunctions::needsFull) -> {
                Map<Object, @Nullable Object> full = new LinkedHashMap<>();
                map.forEach((key, each) -> full.put(key, inFull(each)));
                yield full;
            }
            case List<?> list when list.stream().anyMatch(JsonataScalarFunctions::needsFull) -> {
                List<@Nullable Object> full = new ArrayList<>();
                list.forEach(each -> full.add(inFull(each)));
                yield full;
            }
            case null, default -> value;
        };
    }

    private static boolean isLong(double number) {
        return Math.abs(number) >= FIFTEEN_DIGITS && Math.abs(number) < EXPONENT;
    }

    private static boolean needsFull(@Nullable Object value) {
        return value instanceof Number number && isLong(number.doubleValue()) || value instanceof Map || value instanceof List;
    }

    private static final JFunctionCallable NUMBER = (input, arguments) -> {
        Object value = JsonataTextFunctions.argument(arguments, 0);
        if (!(value instanceof String text)) {
            return value instanceof Boolean truth ? (Object) (truth ? 1 : 0) : value;
        }
        if (BASED.matcher(text).matches()) {
            int radix = switch (Character.toLowerCase(text.charAt(1))) {
                case 'x' -> 16;
                case 'o' -> 8;
                default -> 2;
            };
            return Utils.convertNumber(new BigInteger(text.substring(2), radix).doubleValue());
        }
        double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new JException("D3030", -1, value);
        }
        return Utils.convertNumber(number);
    };

    /** Counts in code points, as the reference implementation does. */
    private static final JFunctionCallable SUBSTRING = (input, arguments) -> {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof String text)
                || !(JsonataTextFunctions.argument(arguments, 1) instanceof Number first)) {
            return null;
        }
        int size = text.codePointCount(0, text.length());
        long from = Math.max(first.longValue() < 0 ? size + first.longValue() : first.longValue(), 0);
        long count = JsonataTextFunctions.argument(arguments, 2) instanceof Number most ? most.longValue() : size;
        long to = Math.min(size, from + Math.min(count, size));
        return from >= to ? "" : text.substring(text.offsetByCodePoints(0, (int) from), text.offsetByCodePoints(0, (int) to));
    };

    private static final JFunctionCallable ERROR = (input, arguments) -> {
        throw new JException("D3137", -1, message(arguments, 0, "$error() function evaluated"));
    };

    private static final JFunctionCallable ASSERT = (input, arguments) -> {
        if (!Boolean.TRUE.equals(JsonataTextFunctions.argument(arguments, 0))) {
            throw new JException("D3141", -1, message(arguments, 1, "$assert() statement failed"));
        }
        return null;
    };

    private static String message(List<?> arguments, int index, String otherwise) {
        return JsonataTextFunctions.argument(arguments, index) instanceof String given && !given.isEmpty() ? given : otherwise;
    }

    private static final JFunctionCallable ENCODE_URL = (input, arguments) -> encoded(arguments, PLAIN + RESERVED, "encodeUrl");
    private static final JFunctionCallable ENCODE_URL_COMPONENT = (input, arguments) -> encoded(arguments, PLAIN, "encodeUrlComponent");
    private static final JFunctionCallable DECODE_URL = (input, arguments) -> decoded(arguments, RESERVED, "decodeUrl");
    private static final JFunctionCallable DECODE_URL_COMPONENT = (input, arguments) -> decoded(arguments, "", "decodeUrlComponent");

    private static @Nullable Object encoded(List<?> arguments, String plain, String function) {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof String text)) {
            return null;
        }
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw malformed(function, text);
        }
        StringBuilder encoded = new StringBuilder(text.length());
        while (bytes.hasRemaining()) {
            int each = bytes.get() & 0xFF;
            boolean kept = each < 0x80 && (Character.isLetterOrDigit(each) || plain.indexOf(each) >= 0);
            encoded.append(kept ? String.valueOf((char) each) : "%%%02X".formatted(each));
            JsonataBudget.length(encoded.length());
        }
        return encoded.toString();
    }

    /** The text behind its escapes; those of the characters in {@code kept} stay escapes. */
    private static @Nullable Object decoded(List<?> arguments, String kept, String function) {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof String text)) {
            return null;
        }
        StringBuilder prepared = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean stays = c == '+';
            if (c == '%' && at + 2 < text.length()) {
                int code = Character.digit(text.charAt(at + 1), 16) * 16 + Character.digit(text.charAt(at + 2), 16);
                stays = kept.indexOf(code) >= 0;
            }
            // The decoder is one for forms: it takes a plus for a space.
            prepared.append(stays ? "%%%02X".formatted((int) c) : String.valueOf(c));
        }
        String decoded;
        try {
            decoded = URLDecoder.decode(prepared.toString(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(function, text);
        }
        if (decoded.indexOf('\uFFFD') >= 0 && text.indexOf('\uFFFD') < 0) {
            throw malformed(function, text);
        }
        return decoded;
    }

    private static JException malformed(String function, String text) {
        return new JException("D3140", -1, text, function);
    }

    private static final JFunctionCallable TO_MILLIS = (input, arguments) -> {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof String text)) {
            return null;
        }
        try {
            return Functions.dateTimeToMillis(text, (String) JsonataTextFunctions.argument(arguments, 1));
        } catch (JException e) {
            throw e;
        } catch (ParseException | RuntimeException e) {
            throw new JException("D3110", -1, text);
        }
    };

    private static final JFunctionCallable FORMAT_NUMBER = (input, arguments) -> {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof Number number)
                || !(JsonataTextFunctions.argument(arguments, 1) instanceof String picture)) {
            return null;
        }
        return JsonataNumberPicture.format(number.doubleValue(), picture,
                JsonataTextFunctions.argument(arguments, 2) instanceof Map<?, ?> options ? options : Map.of());
    };

    /** The functions by name. */
    static final Map<String, JFunctionCallable> ALL = Map.ofEntries(Map.entry("string", STRING), Map.entry("number", NUMBER), Map.entry("substring", SUBSTRING), Map.entry("error", ERROR), Map.entry("assert", ASSERT), Map.entry("encodeUrl", ENCODE_URL), Map.entry("encodeUrlComponent", ENCODE_URL_COMPONENT), Map.entry("decodeUrl", DECODE_URL), Map.entry("decodeUrlComponent", DECODE_URL_COMPONENT), Map.entry("toMillis", TO_MILLIS), Map.entry("formatNumber", FORMAT_NUMBER));
}
