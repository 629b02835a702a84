package moderato.states;

import com.dashjoin.jsonata.JException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The picture of {@code $formatNumber}, such as {@code #,##0.00;(#)}: XPath Functions and Operators 3.1, section 4.7, as the reference
 * implementation of JSONata reads it.
 *
 * <p>Where that one leaves the specification, so does this: a fraction is grouped once, and the last of several mistakes is the one told.
 */
final class JsonataNumberPicture {

    /** The characters that mean something in a picture. */
    private record Symbols(String decimal, String grouping, String exponent, String minus, String percent, String perMille, char zero,
            String digit, String separator) {

        static Symbols of(Map<?, ?> options) {
            return new Symbols(text(options, "decimal-separator", "."), text(options, "grouping-separator", ","),
                    text(options, "exponent-separator", "e"), text(options, "minus-sign", "-"), text(options, "percent", "%"),
                    text(options, "per-mille", "\u2030"), text(options, "zero-digit", "0").charAt(0), text(options, "digit", "#"),
                    text(options, "pattern-separator", ";"));
        }

        private static String text(Map<?, ?> options, String name, String otherwise) {
            return options.get(name) instanceof String given && !given.isEmpty() ? given : otherwise;
        }

        boolean isDigit(int c) {
            return c >= zero && c < zero + 10;
        }

        boolean isPlace(int c) {
            return isDigit(c) || digit.equals(String.valueOf((char) c));
        }

        boolean isActive(int c) {
            String symbol = String.valueOf((char) c);
            return isPlace(c) || List.of(decimal, exponent, grouping, separator).contains(symbol);
        }

        /** A number without its sign, in this family of digits. */
        String digits(BigDecimal number) {
            StringBuilder written = new StringBuilder(number.abs().toPlainString());
            for (int i = 0; i < written.length(); i++) {
                char c = written.charAt(i);
                if (c >= '0' && c <= '9') {
                    written.setCharAt(i, (char) (zero + c - '0'));
                }
            }
            return written.toString();
        }
    }

    private final Symbols symbols;
    private final String text;
    private final String prefix;
    private final String suffix;
    private final String active;
    private final String mantissa;
    private final String integer;
    private final String fraction;
    private final boolean scientific;
    private final String exponent;

    private JsonataNumberPicture(String text, Symbols symbols) {
        this.symbols = symbols;
        this.text = text;
        IntPredicate begins = c -> symbols.isActive(c) && !symbols.exponent().equals(String.valueOf((char) c));
        int from = 0;
        while (from < text.length() && !begins.test(text.charAt(from))) {
            from++;
        }
        int to = text.length();
        while (to > from && !begins.test(text.charAt(to - 1))) {
            to--;
        }
        boolean nothing = from == text.length();
        this.prefix = nothing ? "" : text.substring(0, from);
        this.suffix = nothing ? "" : text.substring(to);
        this.active = nothing ? text : text.substring(from, to);
        int at = text.indexOf(symbols.exponent(), prefix.length());
        this.scientific = at >= 0 && at <= text.length() - suffix.length() && !nothing;
        this.mantissa = scientific ? active.substring(0, Math.min(at, active.length())) : active;
        this.exponent = scientific ? active.substring(Math.min(at + 1, active.length())) : "";
        int point = mantissa.indexOf(symbols.decimal());
        this.integer = point < 0 ? mantissa : mantissa.substring(0, point);
        this.fraction = point < 0 ? suffix : mantissa.substring(point + 1);
    }

    /**
     * A number in the form of a picture.
     *
     * @param options other characters than the usual, by the specification's names
     * @throws JException D3080 to D3093 for a picture that is none
     */
    static String format(double number, String picture, Map<?, ?> options) {
        Symbols symbols = Symbols.of(options);
        String[] parts = picture.split(Pattern.quote(symbols.separator()), -1);
        if (parts.length > 2) {
            throw new JException("D3080", -1);
        }
        List<JsonataNumberPicture> pictures = new ArrayList<>();
        for (String part : parts) {
            pictures.add(new JsonataNumberPicture(part, symbols));
        }
        pictures.forEach(JsonataNumberPicture::check);
        boolean negative = number < 0;
        JsonataNumberPicture chosen = pictures.get(negative ? pictures.size() - 1 : 0);
        return (negative && pictures.size() == 1 ? symbols.minus() : "") + chosen.prefix + chosen.body(number) + chosen.suffix;
    }

    private void check() {
        int point = text.indexOf(symbols.decimal());
        boolean scaled = text.contains(symbols.percent()) || text.contains(symbols.perMille());
        mistake("D3093", scientific && (exponent.isEmpty() || exponent.chars().anyMatch(c -> !symbols.isDigit(c))));
        mistake("D3092", !exponent.isEmpty() && scaled);
        int optional = fraction.lastIndexOf(symbols.digit());
        mistake("D3091", optional >= 0 && fraction.substring(optional).chars().anyMatch(symbols::isDigit));
        optional = integer.indexOf(symbols.digit());
        mistake("D3090", optional >= 0 && integer.substring(0, optional).chars().anyMatch(symbols::isDigit));
        mistake("D3089", text.contains(symbols.grouping() + symbols.grouping()));
        mistake("D3088", point < 0 && integer.endsWith(symbols.grouping()));
        mistake("D3087", point >= 0 && (text.startsWith(symbols.grouping(), point - 1) || text.startsWith(symbols.grouping(), point + 1)));
        mistake("D3086", active.chars().anyMatch(c -> !symbols.isActive(c)));
        mistake("D3085", mantissa.chars().noneMatch(symbols::isPlace));
        mistake("D3084", text.contains(symbols.percent()) && text.contains(symbols.perMille()));
        mistake("D3083", text.indexOf(symbols.perMille()) != text.lastIndexOf(symbols.perMille()));
        mistake("D3082", text.indexOf(symbols.percent()) != text.lastIndexOf(symbols.percent()));
        mistake("D3081", point != text.lastIndexOf(symbols.decimal()));
    }

    private static void mistake(String code, boolean made) {
        if (made) {
            throw new JException(code, -1);
        }
    }

    private String body(double number) {
        int leastInteger = count(integer, symbols::isDigit);
        int scale = leastInteger;
        int leastFraction = count(fraction, symbols::isDigit);
        int mostFraction = count(fraction, symbols::isPlace);
        if (leastInteger == 0 && mostFraction == 0) {
            if (scientific) {
                leastFraction = 1;
                mostFraction = 1;
            } else {
                leastInteger = 1;
            }
        }
        if (scientific && leastInteger == 0 && integer.contains(symbols.digit())) {
            leastInteger = 1;
        }
        if (leastInteger == 0 && leastFraction == 0) {
            leastFraction = 1;
        }
        double value = text.contains(symbols.percent()) ? number * 100 : text.contains(symbols.perMille()) ? number * 1000 : number;
        int power = 0;
        if (!exponent.isEmpty()) {
            double most = Math.pow(10, scale);
            double least = Math.pow(10, scale - 1);
            if (value <= 0) {
                // The reference implementation multiplies such a number by ten for ever.
                throw JsonataBudget.SpentException.steps();
            }
            while (value < least) {
                value *= 10;
                power--;
            }
            while (value > most) {
                value /= 10;
                power++;
            }
        }
        String written = symbols.digits(new BigDecimal(String.valueOf(value)).setScale(mostFraction, RoundingMode.HALF_EVEN));
        String body = grouped(padded(written, leastInteger, leastFraction));
        int point = body.indexOf(symbols.decimal());
        if (!text.contains(symbols.decimal()) || point == body.length() - 1) {
            body = body.substring(0, body.length() - 1);
        }
        return exponent.isEmpty() ? body : body + symbols.exponent() + (power < 0 ? symbols.minus() : "") + power(power);
    }

    private String power(int power) {
        String digits = symbols.digits(BigDecimal.valueOf(power));
        return zeros(count(exponent, symbols::isDigit) - digits.length()) + digits;
    }

    /** Without zeros at either end, but for those that the picture asks for. */
    private String padded(String written, int leastInteger, int leastFraction) {
        int dot = written.indexOf('.');
        String whole = (dot < 0 ? written : written.substring(0, dot)).replaceFirst("^" + Pattern.quote(zero()) + "+", "");
        String part = (dot < 0 ? "" : written.substring(dot + 1)).replaceFirst(Pattern.quote(zero()) + "+$", "");
        return zeros(leastInteger - whole.length()) + whole + symbols.decimal() + part + zeros(leastFraction - part.length());
    }

    private String grouped(String number) {
        String body = number;
        int point = body.indexOf(symbols.decimal());
        List<Integer> positions = positions(integer, false);
        int regular = regular(positions);
        if (regular > 0) {
            for (int group = 1; group <= (point - 1) / regular; group++) {
                body = insert(body, point - group * regular);
            }
        } else {
            for (int position : positions) {
                body = insert(body, point - position);
                point++;
            }
        }
        int begins = body.indexOf(symbols.decimal()) + 1;
        for (int position : positions(fraction, true)) {
            body = insert(body, begins + position);
        }
        return body;
    }

    /** How many places are behind each separator of the integer part, or before each of the fraction. */
    private List<Integer> positions(String part, boolean before) {
        List<Integer> positions = new ArrayList<>();
        int at = part.indexOf(symbols.grouping());
        while (at >= 0) {
            int end = Math.min(at, part.length());
            positions.add(count(before ? part.substring(0, end) : part.substring(end), symbols::isPlace));
            at = integer.indexOf(symbols.grouping(), at + 1);
        }
        return positions;
    }

    /** The distance between separators, where it is the same everywhere; 0 where it is not. */
    private static int regular(List<Integer> positions) {
        int factor = 0;
        for (int position : positions) {
            factor = divisor(factor, position);
        }
        for (int index = 1; index <= positions.size(); index++) {
            if (!positions.contains(index * factor)) {
                return 0;
            }
        }
        return factor;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    /** A place before the text counts from its end, as in the reference implementation. */
    private String insert(String body, int place) {
        int at = Math.min(body.length(), place < 0 ? Math.max(0, body.length() + place) : place);
        return body.substring(0, at) + symbols.grouping() + body.substring(at);
    }

    private String zeros(int count) {
        return zero().repeat(Math.max(0, count));
    }

    private String zero() {
        return String.valueOf(symbols.zero());
    }

    private static int count(String text, IntPredicate counted) {
        return (int) text.chars().filter(counted).count();
    }
}
