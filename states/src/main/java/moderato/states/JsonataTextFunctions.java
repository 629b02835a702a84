package moderato.states;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSONata's functions over text that could cost without bound, or that the library does otherwise than the reference implementation: regular
 * expressions count their steps, and nothing longer than the budget is made.
 */
final class JsonataTextFunctions {

    private static final JFunctionCallable MATCH = JsonataTextFunctions::match;
    private static final JFunctionCallable CONTAINS = JsonataTextFunctions::contains;
    private static final JFunctionCallable REPLACE = JsonataTextFunctions::replace;
    private static final JFunctionCallable SPLIT = JsonataTextFunctions::split;

    private JsonataTextFunctions() {
    }

    private static @Nullable Object match(Object input, List<?> arguments) throws Throwable {
        if (!(argument(arguments, 0) instanceof String text) || !(argument(arguments, 1) instanceof Pattern pattern)) {
            return argument(arguments, 0) == null ? null : Functions.match((String) argument(arguments, 0), null, null);
        }
        int limit = limit(argument(arguments, 2), "D3040");
        List<Object> found = Utils.createSequence();
        Matcher matcher = pattern.matcher(counted(text));
        while (found.size() < limit && find(matcher)) {
            found.add(describe(matcher.toMatchResult()));
        }
        return found;
    }

    private static @Nullable Object contains(Object input, List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        return argument(arguments, 1) instanceof Pattern pattern ? find(pattern.matcher(counted(text)))
                : (Object) text.contains(String.valueOf(argument(arguments, 1)));
    }

    private static @Nullable Object split(Object input, List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        if (!(argument(arguments, 1) instanceof Pattern pattern)) {
            return Functions.split(text, argument(arguments, 1), (Number) argument(arguments, 2));
        }
        int limit = limit(argument(arguments, 2), "D3020");
        List<Object> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(counted(text));
        int from = 0;
        while (parts.size() < limit && find(matcher)) {
            parts.add(text.substring(from, matcher.start()));
            from = matcher.end();
        }
        if (parts.size() < limit) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private static @Nullable Object replace(Object input, List<?> arguments) throws Throwable {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        Object wanted = argument(arguments, 1);
        if ("".equals(wanted)) {
            throw new JException("D3010", -1);
        }
        int limit = limit(argument(arguments, 3), "D3011");
        Pattern pattern = wanted instanceof Pattern given ? given : Pattern.compile(Pattern.quote(String.valueOf(wanted)));
        Object replacement = argument(arguments, 2);
        StringBuilder result = new StringBuilder();
        Matcher matcher = pattern.matcher(counted(text));
        int from = 0;
        for (int count = 0; count < limit && find(matcher); count++) {
            result.append(text, from, matcher.start());
            from = matcher.end();
            if (replacement instanceof String plain) {
                result.append(wanted instanceof Pattern ? substitute(plain, matcher) : plain);
            } else {
                Object made = Functions.funcApply(replacement, List.of(describe(matcher.toMatchResult())));
                if (!(made instanceof String piece)) {
                    throw new JException("D3012", -1);
                }
                result.append(piece);
            }
            JsonataBudget.length(result.length());
        }
        return result.append(text, from, text.length()).toString();
    }

    /** {@code $$} is a dollar, {@code $0} the match, {@code $12} the twelfth group, or the first and a 2 where there are fewer. */
    private static String substitute(String replacement, MatchResult match) {
        StringBuilder result = new StringBuilder();
        int most = match.groupCount() == 0 ? 1 : String.valueOf(match.groupCount()).length();
        for (int at = 0; at < replacement.length(); at++) {
            char c = replacement.charAt(at);
            char next = at + 1 < replacement.length() ? replacement.charAt(at + 1) : 0;
            if (c != '$') {
                result.append(c);
            } else if (next == '$') {
                result.append('$');
                at++;
            } else if (next < '0' || next > '9') {
                result.append('$');
            } else {
                int digits = 1;
                while (digits < most && at + 1 + digits < replacement.length() && Character.isDigit(replacement.charAt(at + 1 + digits))) {
                    digits++;
                }
                int group = Integer.parseInt(replacement.substring(at + 1, at + 1 + digits));
                if (digits > 1 && group > match.groupCount()) {
                    group = Integer.parseInt(replacement.substring(at + 1, at + digits));
                    digits--;
                }
                if (group <= match.groupCount() && match.group(group) != null) {
                    result.append(match.group(group));
                }
                at += digits;
            }
        }
        return result.toString();
    }

    private static CharSequence counted(String text) {
        return JsonataEvaluation.current().budget().counted(text);
    }

    private static boolean find(Matcher matcher) {
        if (!matcher.find()) {
            return false;
        }
        if (matcher.end() == matcher.start()) {
            throw new JException("D1004", -1);
        }
        return true;
    }

    private static Map<String, Object> describe(MatchResult match) {
        List<Object> groups = new ArrayList<>();
        for (int i = 1; i <= match.groupCount(); i++) {
            String group = match.group(i);
            groups.add(group == null ? "" : group);
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("match", match.group());
        described.put("index", match.start());
        described.put("groups", groups);
        return described;
    }

    private static int limit(@Nullable Object limit, String code) {
        if (limit == null) {
            return Integer.MAX_VALUE;
        }
        if (!(limit instanceof Number number) || number.doubleValue() < 0) {
            throw new JException(code, -1, limit);
        }
        return number.intValue();
    }

    static @Nullable Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    /** The functions by name. */
    static final Map<String, JFunctionCallable> ALL = Map.ofEntries(Map.entry("match", MATCH), Map.entry("contains", CONTAINS), Map.entry("replace", REPLACE), Map.entry("split", SPLIT));
}
