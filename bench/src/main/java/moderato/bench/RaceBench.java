package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times {@code moderato run} on the definitions of {@code ../shared/asl/bench} as a user would: each run a process of its own, from its start to its
 * end, every event kept on the disk.
 *
 * <p>Arguments: the folder of the definitions, and how many runs of each.
 */
public final class RaceBench {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RaceBench() {
    }

    /** Runs the race. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/asl/bench");
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        JsonNode list = JSON.readTree(folder.resolve("bench.json").toFile());
        ProgramRun.prepare();
        Path scratch = Files.createTempDirectory("moderato-race");
        try {
            for (String name : List.of("pass-chain-100", "loop-1000", "map-1000x3", "parallel-10x50")) {
                race(folder.resolve(name + ".asl.json"), list.path(name), times, scratch);
            }
        } finally {
            MoreFiles.deleteRecursively(scratch);
        }
    }

    private static void race(Path definition, JsonNode about, int times, Path scratch) throws IOException, InterruptedException {
        Path input = Files.writeString(scratch.resolve("input.json"), (about.has("input") ? about.path("input") : AslBench.numbers()).toString());
        List<ProgramRun> runs = new ArrayList<>();
        // The first run makes the home; it is not timed.
        for (int i = 0; i <= times; i++) {
            ProgramRun run = ProgramRun.of(List.of("run", definition.toString(), "--input", input.toString(), "--quiet", "--home", scratch.resolve("home").toString()));
            if (run.exitCode() != 0) {
                throw new IOException(definition + " ended with " + run.exitCode() + ": " + run.output());
            }
            if (i > 0) {
                runs.add(run);
            }
        }
        double wall = ProgramRun.median(runs, ProgramRun::wallSeconds);
        System.out.println(String.format(Locale.ROOT, "%-16s median of %d processes %.0f ms (%.0f ms of processor time), %,.0f states/s", definition.getFileName().toString().replace(".asl.json", ""),
                times, wall * 1e3, ProgramRun.median(runs, ProgramRun::processorSeconds) * 1e3, about.path("states").asInt() / wall));
    }
}
