package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static moderato.states.Scopes.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExpressionTest {

    private static final EvaluationScope SCOPE = Scopes.of(json("{'a':{'b':[1,2,{'c':'x'}]},'s':'A-b c','n':2.5,'o':{'k':[]}}"),
            Map.of("total", json("7")));

    private static String cause(Runnable work) {
        StatesErrorException[] caught = new StatesErrorException[1];
        assertThatExceptionOfType(StatesErrorException.class).isThrownBy(work::run).satisfies(error -> caught[0] = error);
        return caught[0].cause();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $.a.b[2].c               | "x"
            $['a']['b'][-1].c        | "x"
            $.a.b[0:2]               | [1,2]
            $.a.b.length()           | 3
            $.nothing[*].x           | []
            $$.State.Name            | "Here"
            $total                   | 7
            """)
    void readsPaths(String path, String expected) {
        assertThat(JsonPathExpression.compile(path).evaluate(SCOPE)).isEqualTo(json(expected));
    }

    @Test
    void saysWhichPathFoundNothing() {
        assertThat(cause(() -> JsonPathExpression.compile("$.No.Such").evaluate(SCOPE)))
                .isEqualTo("Invalid path '$.No.Such' : Missing property in path $['No']");
        assertThat(cause(() -> PayloadTemplate.jsonPath(json("{'x.$':'$.gone'}")).evaluate(Scopes.of(json("{}")))))
                .isEqualTo("The JSONPath '$.gone' specified for the field 'x.$' could not be found in the input '{}'");
    }

    @Test
    void writesWithoutTouchingTheDocument() {
        JsonNode document = json("{'a':{'b':1},'l':[1,2]}");
        assertThat(ReferencePath.compile("$.a.c.d").write(document, json("9"))).isEqualTo(json("{'a':{'b':1,'c':{'d':9}},'l':[1,2]}"));
        assertThat(ReferencePath.compile("$.l[1]").write(document, json("9"))).isEqualTo(json("{'a':{'b':1},'l':[1,9]}"));
        assertThat(document).isEqualTo(json("{'a':{'b':1},'l':[1,2]}"));
        assertThatExceptionOfType(StatesErrorException.class).isThrownBy(() -> ReferencePath.compile("$.x").write(json("[1]"), json("2")))
                .satisfies(error -> assertThat(error.error()).isEqualTo("States.ReferencePathConflict"))
                .satisfies(error -> assertThat(error.cause()).isEqualTo("Unable to apply step \"x\" to input [1]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            States.Format('{} \\{\\} {}', $.s, $.o)      | "A-b c {} {k=[]}"
            States.MathAdd(-1.5, 0)                      | -1
            States.MathAdd($.n, 0)                       | 3
            States.StringSplit($.s, '- ')                | ["A","b","c"]
            States.ArrayRange(5, 1, -2)                  | [5,3,1]
            States.ArrayPartition($.a.b, 2)              | [[1,2],[{"c":"x"}]]
            States.ArrayContains($.a.b, 2.0)             | true
            States.ArrayUnique(States.Array(1, 1, 'a'))  | [1,"a"]
            States.StringToJson('{"a": [1]}')            | {"a":[1]}
            States.JsonToString($.o)                     | "{\\"k\\":[]}"
            States.Base64Decode(States.Base64Encode('é')) | "é"
            States.Hash('a', 'MD5')                      | "0cc175b9c0f1b6a831c399e269772661"
            """)
    void callsIntrinsicFunctions(String call, String expected) {
        assertThat(IntrinsicFunction.compile(call).evaluate(SCOPE).toString()).isEqualTo(expected);
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        assertThat(IntrinsicFunction.compile("States.UUID()").evaluate(Scopes.of(json("{}"))))
                .isEqualTo(IntrinsicFunction.compile("States.UUID()").evaluate(Scopes.of(json("{}"))));
        assertThat(query("$uuid()")).isEqualTo(query("$uuid()"));
        assertThat(query("$random(3)")).isEqualTo(query("$random(3)"));
        assertThat(query("$now()")).isEqualTo(json("'2026-01-02T03:04:05.678Z'"));
    }

    @Test
    void namesAnIntrinsicFunctionThatCannotTakeItsArguments() {
        assertThat(cause(() -> IntrinsicFunction.compile("States.ArrayLength($.s)").evaluate(SCOPE)))
                .isEqualTo("The function 'States.ArrayLength($.s)' had the following error: Invalid arguments in States.ArrayLength");
        assertThatExceptionOfType(ExpressionSyntaxException.class).isThrownBy(() -> IntrinsicFunction.compile("States.Fromat('x')"))
                .withMessageContaining("did you mean 'States.Format'?");
    }

    private static JsonNode query(String source) {
        return JsonataExpression.compile("{% " + source + " %}", "Output").evaluate(Scopes.of(SCOPE.input(), SCOPE.variables()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $states.input.a.b[2].c                          | "x"
            $total * 2                                      | 14
            $partition([1..5], 2)                           | [[1,2],[3,4],[5]]
            $range(1, 9, 4)                                 | [1,5,9]
            $range(-1.7, 2, 1)                              | [-1,0,1,2]
            $range(3, 3, 1)                                 | 3
            $random(42)                                     | 0.7275636800328681
            $hash('a', 'MD5')                               | "0cc175b9c0f1b6a831c399e269772661"
            $parse('{"a": null}')                           | {"a":null}
            $sort([3,1,2], function($l, $r){ $l > $r })     | [1,2,3]
            $replace('John Smith', /(\\w+) (\\w+)/, '$2 $1') | "Smith John"
            $split('a, b', /, */)                           | ["a","b"]
            $distinct([1, 1])                               | [1]
            $string(1e20)                                   | "100000000000000000000"
            $string(123456789012345678)                     | "123456789012346000"
            $string({'a': 1.5})                             | "{\\"a\\":1.5}"
            $encodeUrl('a b?x=1')                           | "a%20b?x=1"
            $encodeUrlComponent('a b?x=1')                  | "a%20b%3Fx%3D1"
            $decodeUrlComponent('a%20b%3F+')                | "a b?+"
            $decodeUrl('a%20b%3F')                          | "a b%3F"
            $formatNumber(12345.6, '#,###.00')              | "12,345.60"
            $states.input                                   | {"a":{"b":[1,2,{"c":"x"}]},"s":"A-b c","n":2.5,"o":{"k":[]}}
            """)
    void evaluatesJsonata(String source, String expected) {
        assertThat(query(source).toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $states.input.none       | returned nothing (undefined).
            function($x){ $x }       | returned an unsupported result type.
            $none(1)                 | threw an error during evaluation. T1006: Attempted to invoke a non-function
            1 + 'a'                  | threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number
            $abs('x')                | threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature
            $sum(['a'])              | threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"
            $toMillis('x')           | threw an error during evaluation. D3110: The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given "x"
            $decodeUrl('%ff')        | threw an error during evaluation. D3140: Malformed URL passed to $decodeUrl(): "%ff"
            $formatNumber(1, 'x')    | threw an error during evaluation. D3086: The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character
            $hash('a', 'SHA1')       | threw an error during evaluation. D3137: Hash algorithm 'SHA1' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5
            $hash('a')               | returned nothing (undefined).
            $parse('1 2')            | threw an error during evaluation. D3137: Invalid JSON
            $partition([1], -2)      | threw an error during evaluation. D3137: Second argument must be zero or greater
            $partition([1], 0.5)     | returned nothing (undefined).
            $partition(1, 2)         | threw an error during evaluation. T0412: Argument 1 of function "partition" must be an array of undefined
            $range(5, 1, 1)          | returned nothing (undefined).
            $range(1, 5, 1, 1)       | threw an error during evaluation. T0410: Argument 4 of function "range" does not match function signature
            $range(1, 360146, 1)     | threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage
            $random('a')             | threw an error during evaluation. T0410: Argument 1 of function "random" does not match function signature
            $eval('1')               | threw an error during evaluation. T1006: Attempted to invoke a non-function
            [1..873783] ~> $count()  | threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage
            """)
    void failsInTheServicesWords(String source, String reason) {
        assertThat(cause(() -> query(source)))
                .isEqualTo("The JSONata expression '%s' specified for the field 'Output' %s".formatted(source, reason));
    }

    @Test
    void boundsWhatAnExpressionMayCost() {
        assertThat(cause(() -> query("($f := function($n){ $f($n + 1) }; $f(1))"))).endsWith("Check for infinite loop");
        assertThat(cause(() -> query("($f := function($n){ 1 + $f($n + 1) }; $f(1))"))).contains("Stack overflow error");
        assertThat(cause(() -> query("$pad('x', 1000000000)"))).contains("memory limit exceeded");
        assertThat(cause(() -> query("$contains('" + "ab".repeat(200) + "!', /^((a|b|ab)*)*$/)"))).isNotEmpty();
    }

    @Test
    void wantsTheKindOfItsField() {
        JsonataExpression expression = JsonataExpression.compile("{% 1 %}", "Items");
        assertThat(cause(() -> expression.evaluate(SCOPE, JsonataExpression.Kind.ARRAY))).isEqualTo("The JSONata expression '1' specified for the "
                + "field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Variable":"$.n","NumericGreaterThan":2}                         | true
            {"Variable":"$.s","StringMatches":"A*c"}                          | true
            {"Variable":"$.s","StringMatches":"A\\\\*c"}                      | false
            {"Variable":"$.none","IsPresent":false}                           | true
            {"Not":{"Variable":"$.n","NumericEqualsPath":"$.n"}}              | false
            {"Or":[{"Variable":"$.s","IsNumeric":true},{"Variable":"$.n","IsNumeric":true}]} | true
            {"Variable":"$.s","TimestampEquals":"2026-01-01T00:00:00Z"}       | false
            """)
    void decidesChoiceRules(String rule, boolean expected) throws Exception {
        assertThat(ChoiceRule.jsonPath(JsonText.read(rule)).holds(SCOPE)).isEqualTo(expected);
    }
}
