package moderato.bench;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.concurrent.TimeUnit;
import moderato.kernel.Definition;
import moderato.states.StatesLanguage;
import moderato.states.StatesProgram;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an expression costs in a state, and in its library alone. A chain of 100 Pass states, each with one expression, is timed from its start to its
 * end, so ours is the time of the expression and of the state around it; the aim is twice the library's time. Iterations are many and short: where
 * others work on the machine, compare the figures {@code least}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 40, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class ExpressionBenchmark {

    private static final int STATES = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "$.people[?(@.age > 40)].name";
    private static final String QUERY = "people[age > 40].name";

    private final JsonNode document = document();
    private final Object maps = JSON.convertValue(document, Object.class);
    private final StatesProgram paths = chain("JSONPath", "\"Parameters\": {\"people.$\": \"$.people\", \"found.$\": \"" + PATH + "\"}");
    private final StatesProgram queries = chain("JSONata", "\"Output\": \"{% {'people': $states.input.people, 'found': $states.input." + QUERY + "} %}\"");
    private final JsonPath path = JsonPath.compile(PATH);
    private final Configuration jackson = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider()).mappingProvider(new JacksonMappingProvider()).build();
    private final Jsonata query = Jsonata.jsonata("{'people': people, 'found': " + QUERY + "}");

    private static JsonNode document() {
        ObjectNode document = JSON.createObjectNode();
        for (int i = 0; i < 50; i++) {
            document.withArray("people").addObject().put("name", "somebody " + i).put("age", i + 15);
        }
        return document;
    }

    private static StatesProgram chain(String language, String fields) {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < STATES; i++) {
            states.append(i == 0 ? "" : ",").append("\"S").append(i).append("\": {\"Type\": \"Pass\", ").append(fields)
                    .append(i == STATES - 1 ? ", \"End\": true}" : ", \"Next\": \"S" + (i + 1) + "\"}");
        }
        String machine = "{\"QueryLanguage\": \"" + language + "\", \"StartAt\": \"S0\", \"States\": {" + states + "}}";
        return new StatesLanguage(StatesProgram.Options.UNBOUNDED).compile(Definition.of(StatesLanguage.NAME, machine));
    }

    /** A filter of JSONPath, in a state. */
    @Benchmark
    @OperationsPerInvocation(STATES)
    public int jsonPathInAState() {
        return AslBench.run(paths, document, AslBench.History.NONE);
    }

    /** The same by Jayway's library alone. */
    @Benchmark
    public Object jsonPathAlone() {
        return path.read(document, jackson);
    }

    /** A filter of JSONata, in a state. */
    @Benchmark
    @OperationsPerInvocation(STATES)
    public int jsonataInAState() {
        return AslBench.run(queries, document, AslBench.History.NONE);
    }

    /** The same by the library alone, on maps and lists that are there already. */
    @Benchmark
    public @Nullable Object jsonataAlone() {
        return query.evaluate(maps);
    }
}
