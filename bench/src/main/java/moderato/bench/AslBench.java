package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.Command;
import moderato.kernel.Definition;
import moderato.kernel.Event;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Program;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import moderato.kernel.Transition;
import moderato.states.HistoryWriter;
import moderato.states.StatesLanguage;
import moderato.states.StatesProgram;

/**
 * Times the interpreter of the States Language on the definitions of {@code ../shared/asl/bench}: states entered in a second of one thread's
 * processor time, without history, with the history kept as objects, and with the history written as JSON.
 *
 * <p>Arguments: the folder of the definitions, and the seconds for each figure.
 */
public final class AslBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final RunIdentity RUN = new RunIdentity("arn:aws:states:us-east-1:111111111111:execution:bench:run", "run", "bench",
            "arn:aws:states:us-east-1:111111111111:stateMachine:bench", "role");

    /** What becomes of the history. */
    public enum History {
        NONE, OBJECTS, WRITTEN
    }

    private AslBench() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/asl/bench");
        Duration each = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 5);
        for (String name : List.of("pass-chain-100", "loop-1000", "map-1000x3", "parallel-10x50")) {
            Subject subject = Subject.read(folder, name);
            for (History history : History.values()) {
                System.out.printf("%-16s %-8s %6.2f million states/s%n", name, history, rate(subject, history, each) / 1e6);
            }
        }
    }

    /**
     * A definition to run again and again.
     *
     * @param states how many states a run enters
     */
    record Subject(StatesProgram program, JsonNode input, int states) {

        static Subject read(Path folder, String name) throws IOException {
            JsonNode about = JSON.readTree(folder.resolve("bench.json").toFile()).path(name);
            Definition definition = Definition.of(StatesLanguage.NAME, Files.readString(folder.resolve(name + ".asl.json")));
            return new Subject(new StatesLanguage(StatesProgram.Options.UNBOUNDED).compile(definition), about.has("input") ? about.path("input") : numbers(),
                    about.path("states").asInt());
        }
    }

    static ObjectNode numbers() {
        ObjectNode input = JSON.createObjectNode();
        ArrayNode items = input.putArray("items");
        for (int i = 0; i < 1_000; i++) {
            items.add(i);
        }
        return input;
    }

    /** The best rate of all batches, each of which enters about 50,000 states. */
    private static double rate(Subject subject, History history, Duration each) {
        long end = System.nanoTime() + each.toNanos();
        int batch = Math.max(1, 50_000 / subject.states());
        double best = 0;
        while (System.nanoTime() < end) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < batch; i++) {
                run(subject.program(), subject.input(), history);
            }
            best = Math.max(best, batch * (double) subject.states() / ((THREADS.getCurrentThreadCpuTime() - begin) / 1e9));
        }
        return best;
    }

    /** Runs a definition to its end; how many events were told. */
    static int run(StatesProgram program, JsonNode input, History history) {
        List<HistoryEvent> events = new ArrayList<>();
        Recorder recorder = history == History.NONE ? Recorder.NONE : events::add;
        drive(program, input, recorder);
        if (history == History.WRITTEN) {
            HistoryWriter.write(events, OutputStream.nullOutputStream());
        }
        return events.size();
    }

    private static <S> void drive(Program<S> program, JsonNode input, Recorder recorder) {
        Transition<S> at = program.on(program.initial(), new Event.Started(Instant.EPOCH, 1, RUN, input), recorder);
        while (at.commands().stream().noneMatch(Command.End.class::isInstance)) {
            at = program.on(at.state(), new Event.Proceeded(Instant.EPOCH, 1), recorder);
        }
    }
}
