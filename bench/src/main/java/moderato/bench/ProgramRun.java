package moderato.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moderato.cli.Main;

/**
 * One run of the program in a process of its own, with the options of the launcher, watched from outside. Linux only: reads {@code /proc}.
 *
 * @param exitCode the program's exit code
 * @param wallSeconds from start to end
 * @param firstLineSeconds from the start to the first line it printed
 * @param processorSeconds of it and every process it started
 * @param residentBytes the most that all of them held at one moment, pages that they share counted in each
 * @param output what it printed
 */
record ProgramRun(int exitCode, double wallSeconds, double firstLineSeconds, double processorSeconds, long residentBytes, String output) {

    private static final double TICKS_A_SECOND = 100;
    private static final long PAGE = 4096;

    static ProgramRun of(List<String> arguments) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx1g", "-XX:Tier4InvocationThreshold=30000", "-XX:Tier4MinInvocationThreshold=6000",
                "-XX:Tier4CompileThreshold=60000", "-XX:Tier4BackEdgeThreshold=400000"));
        String archive = System.getProperty("moderato.archive", "");
        if (!archive.isEmpty()) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Reader reader = new Reader(process, started);
        Thread reading = Thread.ofPlatform().start(reader);
        Map<Long, Long> ticks = new HashMap<>();
        long most = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            long resident = 0;
            for (ProcessHandle handle : all(process)) {
                resident += resident(handle.pid());
                ticks.merge(handle.pid(), ticks(handle.pid()), Math::max);
            }
            most = Math.max(most, resident);
        }
        double wall = (System.nanoTime() - started) / 1e9;
        reading.join();
        return new ProgramRun(process.exitValue(), wall, reader.firstLine, ticks.values().stream().mapToLong(value -> value).sum() / TICKS_A_SECOND,
                most, reader.text.toString());
    }

    private static List<ProcessHandle> all(Process process) {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(all::add);
        return all;
    }

    private static long resident(long pid) {
        String[] fields = read(pid, "statm").split(" ");
        return fields.length > 1 ? Long.parseLong(fields[1]) * PAGE : 0;
    }

    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > 12 ? Long.parseLong(fields[11]) + Long.parseLong(fields[12]) : 0;
    }

    /* A process may end at any moment; then it holds nothing. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException ended) {
            return "";
        }
    }

    private static final class Reader implements Runnable {

        private final Process process;
        private final long started;
        private final StringBuilder text = new StringBuilder();
        private double firstLine = Double.NaN;

        Reader(Process process, long started) {
            this.process = process;
            this.started = started;
        }

        @Override
        public void run() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (Double.isNaN(firstLine)) {
                        firstLine = (System.nanoTime() - started) / 1e9;
                    }
                    text.append(line).append('\n');
                }
            } catch (IOException e) {
                text.append(e.getMessage()).append('\n');
            }
        }
    }
}
