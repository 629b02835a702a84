package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.NearestName;
import moderato.states.IntrinsicFunction.Argument;

/** Reads the text of an intrinsic function call, in one pass. */
final class IntrinsicParser {

    /** The service's own limits: nesting of ten, and a definition's string. */
    private static final int DEEPEST = 10;
    private static final int LONGEST = 10_000;

    private final String text;
    private int at;

    IntrinsicParser(String text) {
        this.text = text;
    }

    Argument.Call parse() {
        if (text.length() > LONGEST) {
            throw new ExpressionSyntaxException("An intrinsic function call may be %d characters long; this is %d".formatted(LONGEST,
                    text.length()));
        }
        Argument.Call call = call(1);
        if (at != text.length()) {
            throw syntax("nothing may follow the closing parenthesis");
        }
        return call;
    }

    private Argument.Call call(int depth) {
        if (depth > DEEPEST) {
            throw syntax("calls may be nested " + DEEPEST + " deep");
        }
        int open = text.indexOf('(', at);
        if (open < 0) {
            throw syntax("a call needs parentheses");
        }
        String name = text.substring(at, open);
        Intrinsic function = Intrinsic.named(name).orElseThrow(() -> new ExpressionSyntaxException(
                "There is no intrinsic function '%s'%s".formatted(name, NearestName.suggestion(name, Intrinsic.names()))));
        at = open + 1;
        List<Argument> arguments = new ArrayList<>();
        skipSpace();
        if (peek() == ')') {
            at++;
        } else {
            while (true) {
                arguments.add(argument(depth, function == Intrinsic.FORMAT && arguments.isEmpty()));
                skipSpace();
                char c = peek();
                at++;
                if (c == ')') {
                    break;
                }
                if (c != ',') {
                    throw syntax("an argument ends with ',' or ')'");
                }
                skipSpace();
            }
        }
        if (!function.takes(arguments.size())) {
            throw syntax("%s takes %s, not %d".formatted(name, function.arity(), arguments.size()));
        }
        for (Argument argument : arguments) {
            if (function.wantsNumbers() && argument instanceof Argument.Literal literal && !literal.value().isNumber()) {
                throw syntax("%s takes numbers, not %s".formatted(name, literal.value()));
            }
        }
        return new Argument.Call(function, arguments);
    }

    private Argument argument(int depth, boolean template) {
        char c = peek();
        if (c == '\'') {
            return new Argument.Literal(TextNode.valueOf(string(template)));
        }
        if (c == '$') {
            return new Argument.Path(JsonPathExpression.compile(path()));
        }
        if (text.startsWith("States.", at)) {
            return call(depth + 1);
        }
        int from = at;
        while (at < text.length() && ",) \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Argument.Literal(literal(text.substring(from, at)));
    }

    /** In a template the backslash before a brace stays: it tells States.Format which brace is only a brace. */
    private String string(boolean template) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                switch (escaped) {
                    case '{', '}', '\\' -> value.append(template ? "\\" : "").append(escaped);
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    default -> value.append(escaped);
                }
            } else {
                value.append(c);
            }
        }
        throw syntax("a string is left open");
    }

    private String path() {
        int from = at;
        int depth = 0;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                if (c == '\\') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if ((c == '\'' || c == '"') && depth > 0) {
                quote = c;
            } else if (c == '[' || c == '(') {
                depth++;
            } else if (depth > 0 && (c == ']' || c == ')')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                break;
            }
        }
        return text.substring(from, Math.min(at, text.length())).strip();
    }

    private JsonNode literal(String word) {
        return switch (word) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            case "null" -> NullNode.getInstance();
            default -> number(word);
        };
    }

    private JsonNode number(String word) {
        try {
            if (word.matches("-?\\d{1,40}")) {
                BigInteger whole = new BigInteger(word);
                return whole.bitLength() < 32 ? IntNode.valueOf(whole.intValue())
                        : whole.bitLength() < 64 ? LongNode.valueOf(whole.longValue()) : BigIntegerNode.valueOf(whole);
            }
            if (word.matches("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?")) {
                return DoubleNode.valueOf(Double.parseDouble(word));
            }
        } catch (NumberFormatException e) {
            throw syntax("'%s' is no number".formatted(word));
        }
        throw syntax("an argument is a path, a 'string', a number, true, false, null or a call, not '%s'".formatted(word));
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw syntax("the call is not closed");
        }
        return text.charAt(at);
    }

    private ExpressionSyntaxException syntax(String problem) {
        return new ExpressionSyntaxException("Not an intrinsic function call, %s: %s".formatted(problem, text));
    }
}
