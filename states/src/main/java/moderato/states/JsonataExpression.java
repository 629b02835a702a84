package moderato.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSONata expression, as a definition has it between {@code {%} and {@code %}}.
 *
 * <p>A compiled expression may be used by many threads. It sees {@code $states} and the variables, and no clock, random numbers or ids but
 * those of its scope. Its work is counted, never timed, so that a replay decides the same.
 */
public final class JsonataExpression {

    /** What a field wants of its expression. */
    public enum Kind {
        ARRAY, BOOLEAN, NUMBER, OBJECT, STRING;

        private boolean takes(JsonNode value) {
            return switch (this) {
                case ARRAY -> value.isArray();
                case BOOLEAN -> value.isBoolean();
                case NUMBER -> value.isNumber();
                case OBJECT -> value.isObject();
                case STRING -> value.isTextual();
            };
        }
    }

    /** The parser recurses; longer or deeper text is refused before it is reached. */
    private static final int LONGEST = 65_536;
    private static final int DEEPEST = 250;

    private final String source;
    private final String location;
    private final Jsonata compiled;

    private JsonataExpression(String source, String location, Jsonata compiled) {
        this.source = source;
        this.location = location;
        this.compiled = compiled;
    }

    /** Whether a string of a definition is an expression. */
    public static boolean isOne(String text) {
        return text.length() >= 4 && text.startsWith("{%") && text.endsWith("%}");
    }

    /**
     * Reads an expression with its delimiters.
     *
     * @param location the field that holds it, as errors name it: {@code Output/result}
     * @throws ExpressionSyntaxException when it cannot be read
     */
    public static JsonataExpression compile(String text, String location) {
        if (!isOne(text)) {
            throw new ExpressionSyntaxException("A JSONata expression starts with '{%' and ends with '%}': " + text);
        }
        String source = text.substring(2, text.length() - 2).strip();
        if (source.length() > LONGEST || JsonataText.depth(source) > DEEPEST) {
            throw new ExpressionSyntaxException("The JSONata expression is too long or too deeply nested");
        }
        JsonataText.laterOperator(source).ifPresent(symbol -> {
            throw new ExpressionSyntaxException("The symbol \"%s\" cannot be used as a unary operator".formatted(symbol));
        });
        try {
            Jsonata compiled = Jsonata.jsonata(source);
            compiled.setOutputConvertNulls(false);
            compiled.setValidateInput(false);
            if (compiled.getErrors() != null && !compiled.getErrors().isEmpty()) {
                throw new ExpressionSyntaxException(String.valueOf(compiled.getErrors().getFirst().getMessage()));
            }
            JsonataFunctions.register(compiled);
            return new JsonataExpression(source, location, compiled);
        } catch (JException e) {
            throw new ExpressionSyntaxException(JsonataMessages.syntax(e));
        } catch (ExpressionSyntaxException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            boolean open = source.lastIndexOf("/*") > source.lastIndexOf("*/");
            throw new ExpressionSyntaxException(open ? "Comment has no closing tag" : "The JSONata expression cannot be read");
        }
    }

    /** The expression without its delimiters. */
    public String source() {
        return source;
    }

    /**
     * The expression's value.
     *
     * @throws StatesErrorException {@code States.QueryEvaluationError} when it fails, or has no value
     */
    public JsonNode evaluate(EvaluationScope scope) {
        Object value = run(scope);
        if (value == null) {
            throw failed("returned nothing (undefined).");
        }
        try {
            return JsonataValues.toJson(value).orElseThrow(() -> failed("returned an unsupported result type."));
        } catch (JsonataBudget.SpentException e) {
            throw failed("threw an error during evaluation: " + e.getMessage());
        }
    }

    /**
     * The expression's value, of the kind that the field wants.
     *
     * @throws StatesErrorException {@code States.QueryEvaluationError} when it fails, or its value is of another kind
     */
    public JsonNode evaluate(EvaluationScope scope, Kind wanted) {
        return require(evaluate(scope), wanted);
    }

    /** Lets a value of this expression pass that is of the kind that the field wants. */
    JsonNode require(JsonNode value, Kind wanted) {
        if (!wanted.takes(value)) {
            throw failed("returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
                    .formatted(JsonataText.lower(wanted), JsonataText.kind(value), value));
        }
        return value;
    }

    private @Nullable Object run(EvaluationScope scope) {
        Jsonata.Frame frame = compiled.createFrame();
        JsonataBudget budget = new JsonataBudget();
        budget.watch(frame);
        for (Map.Entry<String, JsonNode> variable : scope.variables().entrySet()) {
            frame.bind(variable.getKey(), (Object) JsonataValues.fromJson(variable.getValue()));
        }
        frame.bind("states", (Object) new JsonataStates(scope));
        try {
            return new JsonataEvaluation(scope, budget).run(() -> compiled.evaluate(null, frame));
        } catch (StackOverflowError e) {
            throw failed("threw an error during evaluation: " + JsonataBudget.SpentException.depth().getMessage());
        } catch (RuntimeException e) {
            return recovered(e, budget);
        }
    }

    /** A number out of range is text to the service where it is the whole result; all else fails. */
    private Object recovered(RuntimeException thrown, JsonataBudget budget) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof JsonataBudget.SpentException) {
                throw failed("threw an error during evaluation: " + at.getMessage());
            }
            if (at instanceof JException known && "D1001".equals(known.getError()) && budget.atTop()
                    && known.getCurrent() instanceof Double number) {
                return number.toString();
            }
        }
        throw failed("threw an error during evaluation" + JsonataMessages.evaluation(thrown, source));
    }

    private StatesErrorException failed(String reason) {
        return StatesErrorException.queryEvaluation(
                "The JSONata expression '%s' specified for the field '%s' %s".formatted(source, location, reason),
                Objects.requireNonNull(location));
    }

    @Override
    public String toString() {
        return "{% " + source + " %}";
    }
}
