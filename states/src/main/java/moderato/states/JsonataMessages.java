package moderato.states;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What JSONata says of a failure, in the words of its reference implementation, which the service runs.
 *
 * <p>The Java library has the same messages with values shown as Java shows them, "Object" for "function", and some places left empty.
 */
final class JsonataMessages {

    private static final String FIRST = "\u0001";
    private static final String SECOND = "\u0002";
    /** Of the pictures of {@code $formatNumber}, and of a parent that is not there, the library speaks with other quotes. */
    private static final Pattern SINGLE_QUOTES = Pattern.compile("D308[0-9]|D309[0-3]|S0217");
    private static final Pattern COMPARISON = Pattern.compile("<=|>=|<|>");

    private JsonataMessages() {
    }

    /** The sentence of a syntax error, without its code. */
    static String syntax(JException error) {
        return text(error, "");
    }

    /** The code and the sentence of a failed evaluation, wherever in the causes it is. */
    static String evaluation(Throwable thrown, String source) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof JException known) {
                String code = String.valueOf(known.getError());
                String text = text(known, source);
                return code.matches("[A-Z]\\d{4}") ? ". %s: %s".formatted(code, text) : ": " + text;
            }
        }
        return ": The expression could not be evaluated";
    }

    private static String text(JException error, String source) {
        String code = String.valueOf(error.getError());
        if (code.equals("D3137") || code.equals("D3141")) {
            return String.valueOf(error.getCurrent());
        }
        if (code.equals("D3140")) {
            return "Malformed URL passed to $%s(): %s".formatted(error.getExpected(), show(error.getCurrent()));
        }
        if (code.equals("D1002")) {
            return "Cannot negate a non-numeric value: " + show(error.getExpected());
        }
        if (code.equals("D3100")) {
            return "The radix of the formatBase function must be between 2 and 36.  It was given " + error.getLocation();
        }
        if (code.equals("T0412")) {
            return "%s must be an array of %s".formatted(error.getCurrent(), error.getExpected());
        }
        if (code.equals("S0213") && error.getCurrent() == null) {
            return "The literal value null cannot be used as a step within a path expression";
        }
        String template = JException.msg(code, -1, FIRST, SECOND);
        if (template.startsWith("JSONataException")) {
            return code;
        }
        if (SINGLE_QUOTES.matcher(code).matches()) {
            return template.replace('"', '\'');
        }
        Matcher operator = COMPARISON.matcher(source);
        return template.replace(" Object", " function").replace('"' + FIRST + '"', show(error.getCurrent()))
                .replace('"' + SECOND + '"', show(error.getExpected())).replace(FIRST, String.valueOf(error.getCurrent()))
                .replace("{{token}}", '"' + (operator.find() ? operator.group() : "") + '"');
    }

    private static String show(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        try {
            return JsonataValues.toJson(value).map(JsonNode::toString).orElseGet(() -> '"' + value.toString() + '"');
        } catch (JsonataBudget.SpentException e) {
            return "";
        }
    }
}
