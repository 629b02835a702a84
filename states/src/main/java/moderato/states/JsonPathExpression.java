package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into the input ({@code $.a}), the context object ({@code $$.Execution.Id}) or a variable ({@code $name.a}).
 *
 * <p>Paths made of names and indexes alone are walked here; all others, and the words of every failure, are the library's.
 */
public final class JsonPathExpression {

    /** Longer paths are refused: the library's parser and evaluator recurse. */
    static final int LONGEST = 8_192;

    private static final int MOST_BRACKETS = 256;

    private static final Configuration LIBRARY = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider()).build();

    /** A word without quotes behind a comparison in a filter; the library wants quotes around it, the language's users leave them out. */
    private static final Pattern BARE_WORD = Pattern.compile("([=<>!]=?\\s*)(?!true\\b|false\\b|null\\b)([A-Za-z_]\\w*)(?=\\s*(?:[)&|]))");

    private enum Root {
        INPUT, CONTEXT, VARIABLE
    }

    private final String source;
    private final Root root;
    private final String variable;
    private final Object @Nullable [] steps;
    private final JsonPath path;

    private JsonPathExpression(String source, Root root, String variable, Object @Nullable [] steps, JsonPath path) {
        this.source = source;
        this.root = root;
        this.variable = variable;
        this.steps = steps;
        this.path = path;
    }

    /**
     * Reads a path.
     *
     * @throws ExpressionSyntaxException when it is none
     */
    public static JsonPathExpression compile(String source) {
        if (source.length() > LONGEST || brackets(source) > MOST_BRACKETS) {
            throw new ExpressionSyntaxException("The path is too long or too deeply nested: " + source.substring(0, 40) + "...");
        }
        if (!source.startsWith("$")) {
            throw new ExpressionSyntaxException("A path starts with '$': " + source);
        }
        Root root = Root.INPUT;
        String variable = "";
        String rest = source.substring(1);
        if (rest.startsWith("$")) {
            root = Root.CONTEXT;
            rest = rest.substring(1);
        } else if (!rest.isEmpty() && Character.isUnicodeIdentifierStart(rest.charAt(0)) || rest.startsWith("_")) {
            root = Root.VARIABLE;
            int end = 1;
            while (end < rest.length() && Character.isUnicodeIdentifierPart(rest.charAt(end))) {
                end++;
            }
            variable = rest.substring(0, end);
            rest = rest.substring(end);
        }
        if (!rest.isEmpty() && rest.charAt(0) != '.' && rest.charAt(0) != '[') {
            throw new ExpressionSyntaxException("Not a path: " + source);
        }
        return new JsonPathExpression(source, root, variable, PathSteps.read(rest), library(source, "$" + rest));
    }

    private static JsonPath library(String source, String path) {
        if (path.endsWith(".")) {
            throw new ExpressionSyntaxException("Not a path, it ends with a dot: " + source);
        }
        try {
            return JsonPath.compile(path);
        } catch (InvalidPathException e) {
            String quoted = BARE_WORD.matcher(path).replaceAll("$1'$2'");
            if (quoted.equals(path)) {
                throw new ExpressionSyntaxException("Not a path: " + source);
            }
            return library(source, quoted);
        } catch (RuntimeException | StackOverflowError e) {
            throw new ExpressionSyntaxException("Not a path: " + source);
        }
    }

    private static int brackets(String source) {
        int count = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '[' || c == '(') {
                count++;
            }
        }
        return count;
    }

    /** The path as it was written. */
    public String source() {
        return source;
    }

    /** The name of the variable that the path starts at, if it does. */
    public Optional<String> variable() {
        return root == Root.VARIABLE ? Optional.of(variable) : Optional.empty();
    }

    /** Whether the path is made of names and indexes alone, so that it finds one place at most. */
    public boolean isReference() {
        return steps != null;
    }

    /** Whether this is {@code $} itself. */
    public boolean isInput() {
        return root == Root.INPUT && steps != null && steps.length == 0;
    }

    /**
     * The value at the path.
     *
     * @throws StatesErrorException {@code States.Runtime} when nothing is there
     */
    public JsonNode evaluate(EvaluationScope scope) {
        JsonNode found = find(scope);
        if (found.isMissingNode()) {
            throw StatesErrorException.runtime("Invalid path '%s' : %s".formatted(source, whyMissing(scope)));
        }
        return found;
    }

    /**
     * The value at the path, or a missing node.
     *
     * @throws StatesErrorException {@code States.Runtime} when the input is null, which no path leads into
     */
    public JsonNode find(EvaluationScope scope) {
        JsonNode base = base(scope);
        if (base.isMissingNode()) {
            return base;
        }
        if (steps != null) {
            return PathSteps.walk(base, steps);
        }
        try {
            return node(path.read((Object) base, LIBRARY));
        } catch (JsonPathException | StackOverflowError e) {
            return path.isDefinite() ? MissingNode.getInstance() : JsonNodeFactory.instance.arrayNode();
        } catch (RuntimeException e) {
            throw StatesErrorException.runtime("Invalid path '%s' : %s".formatted(source, e.getMessage()));
        }
    }

    /** The library's functions, such as {@code length()}, answer with plain Java values. */
    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case JsonNode node -> node;
            case Integer number -> IntNode.valueOf(number);
            case Number number -> DoubleNode.valueOf(number.doubleValue());
            default -> TextNode.valueOf(value.toString());
        };
    }

    private JsonNode base(EvaluationScope scope) {
        return switch (root) {
            case INPUT -> {
                if (scope.input().isNull()) {
                    throw StatesErrorException.runtime("Unable to apply Path transformation to null or empty input.");
                }
                yield scope.input();
            }
            case CONTEXT -> scope.context().get();
            case VARIABLE -> {
                JsonNode value = scope.variables().get(variable);
                yield value == null ? MissingNode.getInstance() : value;
            }
        };
    }

    /** What the library says of a path that finds nothing. */
    String whyMissing(EvaluationScope scope) {
        try {
            if (root == Root.VARIABLE && base(scope).isMissingNode()) {
                ObjectNode none = JsonNodeFactory.instance.objectNode();
                JsonPath.compile("$." + variable).read((Object) none, LIBRARY);
            }
            path.read((Object) base(scope), LIBRARY);
            return "No results";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The failure of a path that fills a field and finds nothing. */
    StatesErrorException notFound(String field, EvaluationScope scope) {
        return StatesErrorException.runtime("The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
                .formatted(source, field, scope.input()));
    }

    /** The failure of a reference path that finds nothing: it names the first step that cannot be taken. */
    StatesErrorException conflict(EvaluationScope scope) {
        JsonNode base = base(scope);
        return Optional.ofNullable(steps).filter(all -> !base.isMissingNode()).flatMap(all -> PathSteps.firstMissing(base, all))
                .map(step -> ReferencePath.conflict(step, base))
                .orElseGet(() -> StatesErrorException.runtime("Invalid path '%s' : %s".formatted(source, whyMissing(scope))));
    }

    @Override
    public String toString() {
        return source;
    }
}
