package moderato.states;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
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

    private JsonataScalarFunctions() {
    }

    /** Makes the functions known to a compiled expression. */
    static void register(Jsonata expression) {
        expression.registerFunction("string", STRING);
        expression.registerFunction("encodeUrl", ENCODE_URL);
        expression.registerFunction("encodeUrlComponent", ENCODE_URL_COMPONENT);
        expression.registerFunction("decodeUrl", DECODE_URL);
        expression.registerFunction("decodeUrlComponent", DECODE_URL_COMPONENT);
        expression.registerFunction("toMillis", TO_MILLIS);
        expression.registerFunction("formatNumber", FORMAT_NUMBER);
    }

    private static final JFunction STRING = new JFunction((input, arguments) -> {
        Object value = JsonataTextFunctions.argument(arguments, 0);
        if (value instanceof Number number) {
            double size = Math.abs(number.doubleValue());
            if (size >= FIFTEEN_DIGITS && size < EXPONENT) {
                return new BigDecimal(number.toString()).round(new MathContext(15)).toBigInteger().toString();
            }
        }
        return Functions.string(value, (Boolean) JsonataTextFunctions.argument(arguments, 1));
    }, "<x-b?:s>");

    private static final JFunction ENCODE_URL = new JFunction((input, arguments) -> encoded(arguments, PLAIN + RESERVED, "encodeUrl"), "<s-:s>");
    private static final JFunction ENCODE_URL_COMPONENT = new JFunction((input, arguments) -> encoded(arguments, PLAIN, "encodeUrlComponent"),
            "<s-:s>");
    private static final JFunction DECODE_URL = new JFunction((input, arguments) -> decoded(arguments, RESERVED, "decodeUrl"), "<s-:s>");
    private static final JFunction DECODE_URL_COMPONENT = new JFunction((input, arguments) -> decoded(arguments, "", "decodeUrlComponent"),
            "<s-:s>");

    private static @Nullable Object encoded(List<?> arguments, String plain, String function) {
        if (!(JsonataTextFunctions.argument(arguments, 0) instanceof String text)) {
            return null;
        }
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
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

    private static final JFunction TO_MILLIS = new JFunction((input, arguments) -> {
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
    }, "<s-s?:n>");

    private static final JFunction FORMAT_NUMBER = new JFunction((input, arguments) -> {
        String picture = String.valueOf(JsonataTextFunctions.argument(arguments, 1));
        Map<?, ?> options = JsonataTextFunctions.argument(arguments, 2) instanceof Map<?, ?> given ? given : Map.of();
        String sign = options.get("digit") instanceof String given ? given : "#";
        String zero = options.get("zero-digit") instanceof String given ? given : "0";
        int first = zero.isEmpty() ? '0' : zero.charAt(0);
        for (String part : picture.split(";", -1)) {
            if (part.chars().noneMatch(c -> c >= first && c < first + 10) && !part.contains(sign)) {
                throw new JException("D3085", -1);
            }
        }
        if (picture.split(";", -1).length > 2) {
            throw new JException("D3080", -1);
        }
        Object value = JsonataTextFunctions.argument(arguments, 0);
        return value instanceof Number number ? Functions.formatNumber(number, picture, options.isEmpty() ? null : strings(options)) : null;
    }, "<n-so?:s>");

    @SuppressWarnings("unchecked")
    private static Map<String, String> strings(Map<?, ?> options) {
        return (Map<String, String>) options;
    }
}
