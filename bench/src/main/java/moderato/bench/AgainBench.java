package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.MoreFiles;
import com.google.common.math.Quantiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Moderates a video, and then the same video again and again, each time in a process of its own: every step is taken from the cache. A policy that
 * leaves nothing to a person lets each run end.
 *
 * <p>Arguments: the video; how often again (10). Prints for each time the engine's seconds, from the start of the run to its end as {@code runs show}
 * tells them, and the wall and processor seconds of the process; last the median of the engine's. Fails when a job started.
 */
public final class AgainBench {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String POLICY = """
            name: everything-passes
            required: []
            unsupportedSpeechSeconds: 100000
            uncoveredSeconds: 100000
            rules: []
            """;

    private AgainBench() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path video = Path.of(arguments[0]);
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        ProgramRun.prepare();
        Path out = Files.createTempDirectory("moderato-bench");
        try {
            Path home = ModerationBench.home(out);
            System.out.printf("first %.2f s wall%n", moderate(video, out, home).wallSeconds());
            List<Double> engine = new ArrayList<>();
            for (int time = 1; time <= times; time++) {
                ProgramRun run = moderate(video, out, home);
                engine.add(engineSeconds(home));
                System.out.printf("again %2d  engine %.3f s  %.2f s wall  %.2f s processor%n", time, engine.getLast(), run.wallSeconds(), run.processorSeconds());
            }
            System.out.printf("median of the engine's time %.3f s%n", Quantiles.median().compute(engine));
        } finally {
            MoreFiles.deleteRecursively(out);
        }
    }

    private static ProgramRun moderate(Path video, Path out, Path home) throws IOException, InterruptedException {
        Path policy = Files.writeString(out.resolve("policy.yaml"), POLICY);
        return ProgramRun.of(List.of("moderate", video.toString(), "--out", out.toString(), "--home", home.toString(), "--policy", policy.toString()));
    }

    private static double engineSeconds(Path home) throws IOException, InterruptedException {
        String newest = JSON.readTree(runs(home, "list", "--limit", "1")).path(0).path("executionArn").asText();
        JsonNode run = JSON.readTree(runs(home, "show", newest));
        List<String> jobs = run.path("PipelineExecutionSteps").valueStream().filter(step -> step.path("Metadata").properties().stream().anyMatch(made -> made.getKey().endsWith("Job")))
                .filter(step -> !step.has("CacheHitResult")).map(step -> step.path("StepName").asText()).toList();
        if (!jobs.isEmpty() || !run.path("PipelineExecutionStatus").asText().equals("Succeeded")) {
            throw new IOException("not every job was taken from the cache: " + jobs + ", " + run.path("PipelineExecutionStatus"));
        }
        return run.path("LastModifiedTime").asDouble() - run.path("CreationTime").asDouble();
    }

    private static String runs(Path home, String... verb) throws IOException, InterruptedException {
        return ProgramRun.of(Stream.concat(Stream.of("runs"), Stream.concat(Stream.of(verb), Stream.of("--json", "--home", home.toString()))).toList()).output();
    }
}
