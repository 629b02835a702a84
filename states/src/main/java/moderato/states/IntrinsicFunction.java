package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call of an intrinsic function, such as {@code States.Format('{} of {}', $.n, $total)}. */
public final class IntrinsicFunction {

    /** What may stand between the parentheses. */
    sealed interface Argument {
        /** A number, a string, true, false or null. The template of {@code States.Format} keeps its escaped braces. */
        record Literal(JsonNode value) implements Argument {
        }

        /** A path into input, context object or variables. */
        record Path(JsonPathExpression path) implements Argument {
        }

        /** Another call. */
        record Call(Intrinsic function, List<Argument> arguments) implements Argument {
            public Call {
                arguments = List.copyOf(arguments);
            }
        }
    }

    /** How the library begins to say that an index was used on something else. */
    private static final String NO_ARRAY = "Filter:";

    private final String source;
    private final Argument.Call call;

    private IntrinsicFunction(String source, Argument.Call call) {
        this.source = source;
        this.call = call;
    }

    /** Whether a text means to be a call and not a path. */
    public static boolean looksLikeOne(String source) {
        return source.startsWith("States.");
    }

    /**
     * Reads a call.
     *
     * @throws ExpressionSyntaxException when it is none: an unknown function, too few or many arguments, a quote left open
     */
    public static IntrinsicFunction compile(String source) {
        return new IntrinsicFunction(source, new IntrinsicParser(source).parse());
    }

    /** The call as it was written. */
    public String source() {
        return source;
    }

    /** Every path among the arguments, in the order of the text. */
    public List<JsonPathExpression> paths() {
        List<JsonPathExpression> paths = new ArrayList<>();
        collect(call, paths);
        return paths;
    }

    private static void collect(Argument argument, List<JsonPathExpression> paths) {
        switch (argument) {
            case Argument.Literal ignored -> {
            }
            case Argument.Path path -> paths.add(path.path());
            case Argument.Call nested -> nested.arguments().forEach(inner -> collect(inner, paths));
        }
    }

    /**
     * The function's value.
     *
     * @throws StatesErrorException {@code States.Runtime} when an argument's path finds nothing, {@code States.IntrinsicFailure} when the
     *     function cannot take its arguments
     */
    public JsonNode evaluate(EvaluationScope scope) {
        return evaluate(call, scope);
    }

    private JsonNode evaluate(Argument argument, EvaluationScope scope) {
        return switch (argument) {
            case Argument.Literal literal -> literal.value();
            case Argument.Path path -> {
                JsonNode found = path.path().find(scope);
                if (found.isMissingNode()) {
                    String why = path.path().whyMissing(scope);
                    if (why.startsWith(NO_ARRAY)) {
                        throw StatesErrorException.runtime(failed(why));
                    }
                    throw StatesErrorException.runtime(failed("The JsonPath argument for the field '%s' could not be found in the input '%s'"
                            .formatted(path.path().source(), scope.input())));
                }
                yield found;
            }
            case Argument.Call nested -> {
                List<JsonNode> values = new ArrayList<>(nested.arguments().size());
                for (Argument inner : nested.arguments()) {
                    values.add(evaluate(inner, scope));
                }
                Optional<JsonNode> value = nested.function().apply(values, scope);
                yield value.orElseThrow(
                        () -> StatesErrorException.intrinsic(failed("Invalid arguments in " + nested.function().sourceName())));
            }
        };
    }

    private String failed(String reason) {
        return "The function '%s' had the following error: %s".formatted(source, reason);
    }

    @Override
    public String toString() {
        return source;
    }
}
