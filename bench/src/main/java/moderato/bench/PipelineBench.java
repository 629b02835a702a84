package moderato.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.MoreFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import moderato.jobs.JobHandlers;
import moderato.jobs.JobImages;
import moderato.jobs.JobServices;
import moderato.journal.SqliteJournal;
import moderato.kernel.Definition;
import moderato.kernel.EmbeddedEngine;
import moderato.kernel.EngineException;
import moderato.kernel.EngineOptions;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.objects.FolderStore;
import moderato.pipelines.ExecutionView;
import moderato.pipelines.Ids;
import moderato.pipelines.PipelineHandlers;
import moderato.pipelines.PipelineLanguage;
import moderato.pipelines.StepCache;

/**
 * Measures pipelines whose steps are processing jobs of a built-in image that does nothing, on the SQLite journal, every commit on the disk.
 *
 * <p>Arguments: any of {@code chain}, {@code fan}, {@code many}; none means all. {@code many} kills the process that works in the middle, and
 * counts what the next one makes of it.
 */
public final class PipelineBench {

    private static final int CHAIN = 200;
    private static final int FAN = 500;
    private static final int PIPELINES = 200;
    private static final int STEPS = 20;
    private static final Duration KILLED_AFTER = Duration.ofMillis(1500);

    private PipelineBench() {
    }

    /** Runs the measurements named, each in a fresh folder; {@code work FOLDER} is the process that is killed. */
    public static void main(String... names) throws Exception {
        if (names.length == 2 && names[0].equals("work")) {
            many(Path.of(names[1]));
            return;
        }
        for (String name : names.length > 0 ? List.of(names) : List.of("chain", "fan", "many")) {
            Path folder = Files.createTempDirectory("moderato-bench");
            try {
                switch (name) {
                    case "chain" -> chain(folder);
                    case "fan" -> fan(folder);
                    case "many" -> killed(folder);
                    default -> throw new IllegalArgumentException("there is no measurement called " + name);
                }
            } finally {
                MoreFiles.deleteRecursively(folder);
            }
        }
    }

    private static EmbeddedEngine open(Path folder) {
        FolderStore store = new FolderStore(folder.resolve("objects"));
        JobImages images = new JobImages(Map.of("bench/nothing", (folders, configuration) -> 0), Map.of(), folder.resolve("environments"), Duration.ofSeconds(1));
        JobHandlers jobs = new JobHandlers(new JobServices(folder.resolve("jobs"), store, images, Clock.systemUTC()));
        AtomicReference<EmbeddedEngine> self = new AtomicReference<>();
        PipelineHandlers handlers = new PipelineHandlers(jobs, new StepCache(folder.resolve("cache")), uri -> new byte[0],
                run -> Objects.requireNonNull(self.get()).history(run));
        EmbeddedEngine engine = EmbeddedEngine.open(SqliteJournal.open(folder.resolve("journal.db")), EngineOptions.of(List.of(new PipelineLanguage()), handlers));
        self.set(engine);
        return engine;
    }

    private static String step(int number, String more) {
        return """
                {"Name": "P%d", "Type": "Processing", %s "Arguments": {"AppSpecification": {"ImageUri": "bench/nothing", "ContainerArguments": ["%d"]}, "RoleArn": "arn:aws:iam::000000000000:role/bench",
                 "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}}}}""".formatted(number, more, number);
    }

    private static String chained(int steps) {
        return "{\"Version\": \"2020-12-01\", \"Steps\": [" + IntStream.range(0, steps).mapToObj(number -> step(number, number == 0 ? "" : "\"DependsOn\": [\"P" + (number - 1) + "\"],"))
                .collect(Collectors.joining(",")) + "]}";
    }

    private static RunIdentity start(EmbeddedEngine engine, String definition, long seed) {
        RunIdentity run = Ids.execution("bench", "us-east-1", "000000000000", "arn:aws:iam::000000000000:role/bench", seed);
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        engine.start(StartRequest.of(Definition.of(PipelineLanguage.NAME, definition), run, input));
        return run;
    }

    private static void chain(Path folder) throws InterruptedException {
        try (EmbeddedEngine engine = open(folder)) {
            for (int round = 0; round < 8; round++) {
                long start = System.nanoTime();
                long processor = processor();
                check(engine.await(start(engine, chained(CHAIN), round).id()));
                say("a chain of %d jobs that do nothing: %.2f ms each, %.2f ms of processor time", CHAIN, millis(start) / CHAIN, (processor() - processor) / 1e6 / CHAIN);
            }
        }
    }

    private static void fan(Path folder) throws InterruptedException {
        String definition = "{\"Version\": \"2020-12-01\", \"Steps\": [" + IntStream.range(0, FAN).mapToObj(number -> step(number, "\"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"30d\"},"))
                .collect(Collectors.joining(",")) + "]}";
        try (EmbeddedEngine engine = open(folder)) {
            for (int round = 0; round < 8; round++) {
                long start = System.nanoTime();
                RunIdentity run = start(engine, definition, round);
                check(engine.await(run.id()));
                double millis = millis(start);
                long hits = ExecutionView.of(engine.history(run.id())).steps().stream().filter(step -> step.has("CacheHitResult")).count();
                say("a fan of %d cached steps, %d of them hits: %.0f ms", FAN, hits, millis);
            }
        }
    }

    private static void many(Path folder) throws InterruptedException {
        try (EmbeddedEngine engine = open(folder)) {
            long start = System.nanoTime();
            long processor = processor();
            say("begun");
            for (int i = 0; i < PIPELINES; i++) {
                try {
                    start(engine, chained(STEPS), i);
                } catch (EngineException alreadyOver) {
                    if (alreadyOver.kind() != EngineException.Kind.RUN_EXISTS) {
                        throw alreadyOver;
                    }
                }
            }
            List<String> runs = IntStream.range(0, PIPELINES).mapToObj(i -> Ids.execution("bench", "us-east-1", "000000000000", "", i).id()).toList();
            for (String run : runs) {
                check(engine.await(run));
            }
            double seconds = millis(start) / 1e3;
            double busy = (processor() - processor) / 1e9 / seconds;
            long steps = 0;
            for (String run : runs) {
                steps += ExecutionView.of(engine.history(run)).steps().stream().filter(step -> step.path("StepStatus").asText().equals("Succeeded")).count();
            }
            say("%d pipelines of %d steps at once: %d steps succeeded, %.1f s, %.2f processors busy", PIPELINES, STEPS, steps, seconds, busy);
        }
    }

    private static void killed(Path folder) throws IOException, InterruptedException {
        Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        many(undisturbed);
        Path disturbed = Files.createDirectory(folder.resolve("disturbed"));
        Process worker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), PipelineBench.class.getName(), "work", disturbed.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = worker.inputReader(StandardCharsets.UTF_8)) {
            String first = String.valueOf(said.readLine());
            boolean over = worker.waitFor(KILLED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            worker.destroyForcibly().waitFor();
            say("%s, then killed after %d ms%s; the next process:", first, KILLED_AFTER.toMillis(), over ? " (too late)" : "");
        }
        many(disturbed);
    }

    private static void check(Outcome outcome) {
        if (!(outcome instanceof Outcome.Succeeded)) {
            throw new IllegalStateException("a pipeline did not succeed: " + outcome);
        }
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static long processor() {
        return java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
