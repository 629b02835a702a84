package moderato.states;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the variables that the text of a JSONata expression reads, without evaluating it. */
final class JsonataVariables {

    private static final String NAMED = "\\$([\\p{L}_][\\p{L}\\p{M}\\p{N}_]*+)";
    /** Quoted text, comments, regular expressions, or a name behind one dollar sign. */
    private static final Pattern TOKEN = Pattern
            .compile("\"(?:\\\\.|[^\"\\\\])*+\"|'(?:\\\\.|[^'\\\\])*+'|`[^`]*+`|/\\*(?s:.*?)\\*/|(?<=[(,\\[{=:;?&|~>]\\s{0,9})/(?:\\\\.|[^/\\\\])++/|" + NAMED + "(\\s*+(:=|\\())?");
    private static final Pattern PARAMETERS = Pattern.compile("(?:function|\u03bb)\\s*+\\(([^)]*+)\\)");
    private static final Pattern BINDING = Pattern.compile("[@#]\\s*+" + NAMED);
    private static final Pattern NAME = Pattern.compile(NAMED);

    private JsonataVariables() {
    }

    /** The names that are read and neither bound in the expression nor the language's own, in alphabetical order. */
    static Set<String> read(String source) {
        Set<String> read = new TreeSet<>();
        Set<String> bound = new LinkedHashSet<>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            if (token.group(1) == null) {
                continue;
            }
            if (token.group(3) == null) {
                read.add(token.group(1));
            } else if (token.group(3).equals(":=")) {
                bound.add(token.group(1));
            }
        }
        Matcher parameters = PARAMETERS.matcher(source);
        while (parameters.find()) {
            addNames(NAME.matcher(parameters.group(1)), bound);
        }
        addNames(BINDING.matcher(source), bound);
        read.removeAll(bound);
        read.remove("states");
        read.removeIf(JsonataFunctions::isBuiltIn);
        return read;
    }

    private static void addNames(Matcher matcher, Set<String> names) {
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
    }
}
