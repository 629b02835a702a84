package moderato.states;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All functions that an expression may call: JSONata's own, some of them mended, and the service's. */
final class JsonataFunctions {

    /** Each function with its signature. */
    private static final String[] SIGNATURES = { "sum <a<n>:n>", "count <a:n>", "max <a<n>:n>", "min <a<n>:n>", "average <a<n>:n>",
            "string <x-b?:s>", "substring <s-nn?:s>", "substringBefore <s-s:s>", "substringAfter <s-s:s>", "lowercase <s-:s>",
            "uppercase <s-:s>", "length <s-:n>", "trim <s-:s>", "pad <s-ns?:s>", "match <s-f<s:o>n?:a<o>>", "contains <s-(sf):b>",
            "replace <s-(sf)(sf)n?:s>", "split <s-(sf)n?:a<s>>", "join <a<s>s?:s>", "formatNumber <n-so?:s>", "formatBase <n-n?:s>",
            "formatInteger <n-s:s>", "parseInteger <s-s:n>", "number <(nsb)-:n>", "floor <n-:n>", "ceil <n-:n>", "round <n-n?:n>",
            "abs <n-:n>", "sqrt <n-:n>", "power <n-n:n>", "boolean <x-:b>", "not <x-:b>", "map <af>", "zip <a+>", "filter <af>",
            "single <af?>", "reduce <afj?:j>", "foldLeft <afj?:j>", "sift <o-f?:o>", "keys <x-:a<s>>", "lookup <x-s:x>", "append <xx:a>",
            "exists <x:b>", "spread <x-:a<o>>", "merge <a<o>:o>", "reverse <a:a>", "each <o-f:a>", "error <s?:x>", "assert <bs?:x>",
            "type <x:s>", "sort <af?:a>", "shuffle <a:a>", "distinct <x:x>", "base64encode <s-:s>", "base64decode <s-:s>",
            "encodeUrlComponent <s-:s>", "encodeUrl <s-:s>", "decodeUrlComponent <s-:s>", "decodeUrl <s-:s>", "toMillis <s-s?:n>",
            "fromMillis <n-s?s?:s>", "clone <(oa)-:o>", "now <s?s?:s>", "millis <:n>", "partition <x?x?x?:a>", "range <x?x?x?x?:a>",
            "hash <x?x?x?:s>", "parse <x?x?:x>", "random <x?x?:n>", "uuid <x?:s>" };

    private static final Map<String, JFunction> ALL = all();

    /** A function that looks at its arguments before it is called. */
    @SuppressWarnings("rawtypes")
    private static final class Checked extends JFunction {

        private final JsonataSignature signature;

        Checked(String name, String signature, JFunctionCallable function) {
            super(function, signature);
            this.signature = JsonataSignature.of(name, signature);
        }

        /** A function that is handed to another one gets its arguments unseen. */
        @Override
        public Object call(Object input, List arguments) {
            try {
                return super.call(input, arguments);
            } catch (ClassCastException e) {
                return super.call(input, signature.arguments(arguments, null));
            }
        }

        @Override
        public Object validate(Object arguments, @Nullable Object context) {
            return signature.arguments((List<?>) arguments, context);
        }
    }

    private JsonataFunctions() {
    }

    private static Map<String, JFunction> all() {
        Map<String, JFunctionCallable> own = new HashMap<>();
        List.of(JsonataCollections.ALL, JsonataTextFunctions.ALL, JsonataScalarFunctions.ALL, JsonataServiceFunctions.ALL)
                .forEach(own::putAll);
        Map<String, JFunction> all = new HashMap<>();
        for (String each : SIGNATURES) {
            String name = each.substring(0, each.indexOf(' '));
            Object library = Jsonata.jsonata("$" + name).evaluate(null);
            if (own.getOrDefault(name, library instanceof JFunctionCallable known ? known : null) instanceof JFunctionCallable function) {
                all.put(name, new Checked(name, each.substring(name.length() + 1), function));
            }
        }
        return Map.copyOf(all);
    }

    static boolean isBuiltIn(String name) {
        return ALL.containsKey(name) || name.equals("eval");
    }

    /** Makes the functions known to a compiled expression; {@code $eval} is none of them. */
    static void register(Jsonata expression) {
        ALL.forEach(expression::registerFunction);
        expression.assign("eval", null);
    }
}
