package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import moderato.journal.SqliteJournal;
import moderato.kernel.Definition;
import moderato.kernel.EmbeddedEngine;
import moderato.kernel.EngineOptions;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskHandlers;

/**
 * Measures the embedded engine on its SQLite journal, every commit on the disk.
 *
 * <p>Arguments: any of {@code many-small}, {@code many-1k}, {@code many-16k}, {@code alone}, {@code beside-map}, {@code curve}, {@code
 * waiting}, {@code restart}, {@code disk} (what the disk takes without any of this); none means all.
 */
public final class EngineBench {

    private static final TaskHandlers ECHO = resource -> Optional.of((payload, context) -> payload);

    private EngineBench() {
    }

    /** Runs the measurements named, each in a fresh folder. */
    public static void main(String... names) throws Exception {
        List<String> wanted = names.length > 0 ? List.of(names)
                : List.of("disk", "many-small", "many-1k", "many-16k", "alone", "beside-map", "curve", "waiting", "restart");
        for (String name : wanted) {
            Path folder = Files.createTempDirectory("moderato-bench");
            try {
                measure(name, folder.resolve("journal.db"));
            } finally {
                MoreFiles.deleteRecursively(folder);
            }
        }
    }

    private static void measure(String name, Path file) throws Exception {
        switch (name) {
            case "disk" -> disk(file);
            case "many-small" -> many(file, 60, 100, 1_000);
            case "many-1k" -> many(file, 1_000, 100, 300);
            case "many-16k" -> many(file, 16_000, 100, 30);
            case "alone" -> alone(file);
            case "beside-map" -> besideMap(file);
            case "curve" -> curve(file);
            case "waiting" -> waiting(file);
            case "restart" -> restart(file);
            default -> throw new IllegalArgumentException("there is no measurement called " + name);
        }
    }

    private static EmbeddedEngine open(Path file, TaskHandlers handlers) {
        return EmbeddedEngine.open(SqliteJournal.open(file), EngineOptions.of(List.of(new ChainLanguage()), handlers));
    }

    private static StartRequest request(String name, String definition, int bytes) {
        JsonNode input = JsonNodeFactory.instance.objectNode().put("data", "x".repeat(Math.max(0, bytes - 11)));
        return StartRequest.of(Definition.of("chain", definition), new RunIdentity("run:" + name, name, "chain", "definition:chain", "role"),
                input);
    }

    /** Writes what a small commit writes, and waits for the disk, again and again. */
    private static void disk(Path file) throws IOException {
        int writes = 1_000;
        long room = 16 << 20;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate((int) room));
            channel.force(true);
            for (int round = 0; round < 3; round++) {
                long[] ends = new long[writes];
                long start = System.nanoTime();
                for (int i = 0; i < writes; i++) {
                    channel.write(ByteBuffer.allocate(2 * 4_120), i * 2L * 4_120 % (room / 2));
                    channel.force(false);
                    ends[i] = System.nanoTime();
                }
                say("two pages written and forced to the disk: %,.0f/s, %s", rate(writes, start), percentiles(ends));
            }
        }
    }

    private static void many(Path file, int bytes, int runs, int length) throws InterruptedException {
        try (EmbeddedEngine engine = open(file, ECHO)) {
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                long processor = processor();
                for (int i = 0; i < runs; i++) {
                    engine.start(request(round + "-" + i, length + " 1 echo", bytes));
                }
                for (int i = 0; i < runs; i++) {
                    engine.await("run:" + round + "-" + i);
                }
                say("%d runs of %d tasks, %d bytes each: %,.0f durable tasks/s, %.1f µs of processor time each", runs, length, bytes, rate(runs * length, start),
                        (processor() - processor) / 1e3 / runs / length);
            }
        }
    }

    private static double rate(int count, long start) {
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static void alone(Path file) throws InterruptedException {
        int length = 5_000;
        long[] ends = new long[length];
        int[] next = {0};
        TaskHandlers handlers = resource -> Optional.of((payload, context) -> {
            ends[next[0]++ % length] = System.nanoTime();
            return payload;
        });
        try (EmbeddedEngine engine = open(file, handlers)) {
            for (int round = 0; round < 3; round++) {
                next[0] = 0;
                long start = System.nanoTime();
                long processor = processor();
                engine.start(request("alone" + round, length + " 1 echo", 60));
                engine.await("run:alone" + round);
                say("one run alone: %,.0f tasks/s, %s, %.1f µs of processor time each", rate(length, start), percentiles(ends),
                        (processor() - processor) / 1e3 / length);
            }
        }
    }

    private static String percentiles(long[] instants) {
        long[] gaps = new long[instants.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = instants[i + 1] - instants[i];
        }
        Arrays.sort(gaps);
        return String.format(Locale.ROOT, "p50 %.3f ms, p99 %.3f ms, most %.3f ms", gaps[gaps.length / 2] / 1e6,
                gaps[gaps.length * 99 / 100] / 1e6, gaps[gaps.length - 1] / 1e6);
    }

    private static void besideMap(Path file) throws InterruptedException {
        try (EmbeddedEngine engine = open(file, ECHO)) {
            engine.start(request("warm", "2000 1 echo", 60));
            engine.await("run:warm");
            engine.start(request("map", "1 100000 echo", 60));
            List<Long> times = new ArrayList<>();
            int small = 0;
            while (engine.await("run:map", java.time.Duration.ZERO).isEmpty()) {
                long start = System.nanoTime();
                engine.start(request("small" + small, "3 1 echo", 60));
                engine.await("run:small" + small++);
                times.add(System.nanoTime() - start);
            }
            times.sort(Comparator.naturalOrder());
            say("small runs of 3 tasks beside a Map of 100,000: %d runs, p50 %.1f ms, most %.1f ms", times.size(),
                    times.get(times.size() / 2) / 1e6, times.getLast() / 1e6);
        }
    }

    private static void curve(Path file) throws InterruptedException {
        try (EmbeddedEngine engine = open(file, ECHO)) {
            for (int width : new int[] {1_000, 1_000, 10_000, 100_000, 1_000}) {
                long start = System.nanoTime();
                long processor = processor();
                String name = "curve" + start;
                engine.start(request(name, "1 " + width + " echo", 60));
                engine.await("run:" + name);
                say("%d tasks at once: %.2f µs each, %.2f µs of processor time", width, (System.nanoTime() - start) / 1e3 / width,
                        (processor() - processor) / 1e3 / width);
            }
        }
    }

    private static void waiting(Path file) {
        int runs = 10_000;
        try (EmbeddedEngine engine = open(file, ECHO)) {
            long before = heap();
            startAll(engine, runs, "1 1 token");
            say("%d runs waiting for a token: %.1f MB of heap", runs, (heap() - before) / 1e6);
        }
    }

    private static void startAll(EmbeddedEngine engine, int runs, String definition) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < runs; i++) {
                String name = "w" + i;
                threads.submit(() -> engine.start(request(name, definition, 60)));
            }
        }
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static void restart(Path file) throws InterruptedException {
        int runs = 10_000;
        int events = 100;
        CountDownLatch blocked = new CountDownLatch(runs);
        TaskHandlers handlers = resource -> Optional.of((payload, context) -> {
            if (context.path().equals(events + ".0")) {
                blocked.countDown();
                new CountDownLatch(1).await();
            }
            return payload;
        });
        try (EmbeddedEngine engine = open(file, handlers)) {
            startAll(engine, runs, "200 1 echo");
            blocked.await();
        }
        for (int round = 0; round < 2; round++) {
            CountDownLatch back = new CountDownLatch(runs);
            long processor = processor();
            long start = System.nanoTime();
            try (EmbeddedEngine engine = open(file, resource -> Optional.of((payload, context) -> {
                back.countDown();
                new CountDownLatch(1).await();
                return payload;
            }))) {
                back.await();
                say("%d open runs of %d events back at work after %.2f s, of which %.2f s of processor time", runs, events,
                        (System.nanoTime() - start) / 1e9, (processor() - processor) / 1e9);
            }
        }
    }

    private static long processor() {
        return java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
