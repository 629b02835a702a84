package moderato.bench;

import com.google.common.math.Quantiles;
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
import java.util.function.ToDoubleFunction;

/**
 * One run of the program by its launcher, in a process of its own, watched from outside. Linux only: reads {@code /proc}.
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
    private static final long MILLIS_BETWEEN_LOOKS = 20;
    private static final long MOST_MILLIS_BETWEEN_LOOKS = 500;
    private static final Path LAUNCHER = Path.of("moderato").toAbsolutePath();

    /** Has the launcher build what is missing, so that no run is timed with that. */
    static void prepare() throws IOException, InterruptedException {
        if (!Files.isExecutable(LAUNCHER)) {
            throw new IOException(LAUNCHER + " is not there; start the benchmark in the folder of the repository");
        }
        of(List.of("--version"));
    }

    /**
     * The command line that the launcher becomes, with its environment, as one for {@code env}.
     *
     * @param arguments of a command that waits for its standard input
     * @param main a word of that command line
     */
    static List<String> commandOf(List<String> arguments, String main) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            List<String> words = words(process.pid(), "cmdline");
            while (process.isAlive() && !words.contains(main)) {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
                words = words(process.pid(), "cmdline");
            }
            List<String> all = new ArrayList<>(List.of("env", "-i"));
            all.addAll(words(process.pid(), "environ"));
            all.addAll(words);
            return all;
        } finally {
            process.destroy();
        }
    }

    private static List<String> words(long pid, String file) {
        return List.of(read(pid, file).split("\0"));
    }

    static ProgramRun of(List<String> arguments) throws IOException, InterruptedException {
        return killedAfter(Integer.MAX_VALUE, arguments);
    }

    /** The median of what runs took, by one of their figures. */
    static double median(List<ProgramRun> runs, ToDoubleFunction<ProgramRun> figure) {
        return Quantiles.median().compute(runs.stream().mapToDouble(figure).boxed().toList());
    }

    /** A run whose process, and no other, is killed by {@code kill -9} when it has printed so many lines. */
    static ProgramRun killedAfter(int lines, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(arguments);
        return ofCommand(command, lines);
    }

    /** A run of another program, watched in the same way. */
    static ProgramRun ofCommand(List<String> command) throws IOException, InterruptedException {
        return ofCommand(command, Integer.MAX_VALUE);
    }

    private static ProgramRun ofCommand(List<String> command, int mostLines) throws IOException, InterruptedException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Reader reader = new Reader(process, started);
        Thread reading = Thread.ofPlatform().start(reader);
        Map<Long, Long> ticks = new HashMap<>();
        long most = 0;
        // A look costs a walk through all processes: a long run is looked at less often.
        for (long wait = MILLIS_BETWEEN_LOOKS; !process.waitFor(wait, TimeUnit.MILLISECONDS); wait = between(started)) {
            if (reader.printed >= mostLines) {
                process.destroyForcibly();
            }
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

    private static long between(long started) {
        return Math.clamp((System.nanoTime() - started) / 100_000_000, MILLIS_BETWEEN_LOOKS, MOST_MILLIS_BETWEEN_LOOKS);
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
        private volatile int printed;

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
                    printed++;
                }
            } catch (IOException e) {
                text.append(e.getMessage()).append('\n');
            }
        }
    }
}
