package moderato.bench;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import moderato.models.ModelStore;

/**
 * Races the moderation of a video against a plain Python program over the same models, {@code bench/peer/peer.py}, by turns, one frame a second, each
 * run a process of its own.
 *
 * <p>Arguments: the video; how many rounds (3). Prints wall and processor seconds and resident memory of every run, what the Python program says of its
 * own, and how many times as long as Moderato it takes, by the median of the rounds. On a machine with other work only the ratio means something, and of
 * wall time not even that.
 */
public final class PeerRace {

    /** Who runs. */
    private enum Runner {
        MODERATO("moderato"),
        PYTHON("python"),
        PYTHON_960("python, text 960");

        private final String title;

        Runner(String title) {
            this.title = title;
        }
    }

    private final Path video;
    private final PythonPeer peer;
    private final Map<Runner, List<ProgramRun>> runs = new EnumMap<>(Runner.class);

    private PeerRace(Path video, PythonPeer peer) {
        this.video = video;
        this.peer = peer;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ModelStore store = ModelStore.open(Path.of(System.getProperty("user.home"), ".moderato"), System.out::println);
        PeerRace race = new PeerRace(Path.of(arguments[0]).toAbsolutePath(), PythonPeer.prepare(store));
        ProgramRun.prepare();
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        for (int round = 0; round < rounds; round++) {
            for (Runner runner : Runner.values()) {
                race.run(runner);
            }
        }
        race.print("wall", ProgramRun::wallSeconds);
        race.print("processor", ProgramRun::processorSeconds);
    }

    private void run(Runner runner) throws IOException, InterruptedException {
        ProgramRun run = switch (runner) {
            case MODERATO -> moderate();
            case PYTHON -> peer.look(video);
            case PYTHON_960 -> peer.look(video, "--text-side", "960");
        };
        runs.computeIfAbsent(runner, absent -> new ArrayList<>()).add(run);
        System.out.printf(Locale.ROOT, "%-16s  %6.2f s wall  %6.2f s processor  %5d MiB resident%n", runner.title, run.wallSeconds(), run.processorSeconds(),
                run.residentBytes() >> 20);
        if (runner != Runner.MODERATO) {
            System.out.println("  " + run.output().strip());
        }
    }

    private ProgramRun moderate() throws IOException, InterruptedException {
        Path out = Files.createTempDirectory("moderato-bench");
        try {
            ProgramRun run = ProgramRun.of(List.of("moderate", video.toString(), "--out", out.toString(), "--home", ModerationBench.home(out).toString(),
                    "--frames-per-second", "1"));
            if (!Files.exists(out.resolve(video.getFileName() + ".moderation.json"))) {
                throw new IOException(run.output());
            }
            return run;
        } finally {
            MoreFiles.deleteRecursively(out);
        }
    }

    private void print(String what, ToDoubleFunction<ProgramRun> seconds) {
        double own = median(Runner.MODERATO, seconds);
        for (Runner runner : List.of(Runner.PYTHON, Runner.PYTHON_960)) {
            System.out.printf(Locale.ROOT, "%s: %s takes %.2f times as long as moderato%n", what, runner.title, median(runner, seconds) / own);
        }
    }

    private double median(Runner runner, ToDoubleFunction<ProgramRun> seconds) {
        return ProgramRun.median(runs.getOrDefault(runner, List.of()), seconds);
    }
}
