package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import moderato.kernel.Definition;
import moderato.states.StatesLanguage;
import moderato.states.StatesProgram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** States a second of the interpreter in memory, one thread, on the definitions of {@code ../shared/asl/bench}; read the figure {@code states}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
public class StatesBenchmark {

    @Param({"pass-chain-100", "loop-1000", "map-1000x3", "parallel-10x50"})
    private String definition = "";

    @Param({"NONE", "OBJECTS", "WRITTEN"})
    private AslBench.History history = AslBench.History.NONE;

    private StatesProgram program = new StatesLanguage().compile(Definition.of(StatesLanguage.NAME, "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}"));
    private JsonNode input = JsonNodeFactory.instance.objectNode();
    private int states;

    /** Counts the states entered. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Entered {
        /** How many; JMH makes it a rate. */
        public long states;
    }

    /** Reads the definition. */
    @Setup
    public void read() throws IOException {
        AslBench.Subject subject = AslBench.Subject.read(Path.of("../shared/asl/bench"), definition);
        program = subject.program();
        input = subject.input();
        states = subject.states();
    }

    /** One run of the definition. */
    @Benchmark
    public int run(Entered entered) {
        entered.states += states;
        return AslBench.run(program, input, history);
    }
}
