package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.MoreFiles;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import moderato.cli.Main;

/**
 * What it costs that a moderation is a pipeline: {@code moderato moderate} against {@link DirectFlow}, by turns, each run a process of its own with the
 * same JVM, options and cache of classes. The pipeline's home is that of a user who has moderated one picture, so that making its databases is not counted;
 * neither draws a report.
 *
 * <p>Arguments: the video; how many rounds (5); the value of {@code --frames-per-second} (1). Prints both of each round and, by the median of the rounds, the
 * ratio of wall and processor time; ends with an error when what was found or decided is not the same.
 */
public final class FlowRace {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = Main.class.getName();

    private static final List<String> SAME = List.of("coverage", "evidence", "transcript", "faces", "decision");

    private final Path video;
    private final String rate;
    private final List<ProgramRun> pipeline = new ArrayList<>();
    private final List<ProgramRun> direct = new ArrayList<>();

    private FlowRace(Path video, String rate) {
        this.video = video;
        this.rate = rate;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FlowRace race = new FlowRace(Path.of(arguments[0]).toAbsolutePath(), arguments.length > 2 ? arguments[2] : "1");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        ProgramRun.prepare();
        Path used = Files.createTempDirectory("moderato-bench");
        try {
            race.run(rounds, use(used));
        } finally {
            MoreFiles.deleteRecursively(used);
        }
    }

    private void run(int rounds, Path home) throws IOException, InterruptedException {
        List<String> java = withoutMain(ProgramRun.commandOf(List.of("text", "-"), MAIN));
        for (int round = 0; round < rounds; round++) {
            round(java, home, round % 2 == 0);
        }
        print("wall", ProgramRun::wallSeconds);
        print("processor", ProgramRun::processorSeconds);
    }

    /** A home in which a picture has been moderated. */
    private static Path use(Path folder) throws IOException, InterruptedException {
        Path picture = folder.resolve("picture.png");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        Path home = ModerationBench.home(folder);
        ProgramRun.of(List.of("moderate", picture.toString(), "--home", home.toString(), "--domains", "known"));
        return home;
    }

    private static void copy(Path home, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(home.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** The program's command line up to its main class, with the benchmarks at the end of the class path. */
    private static List<String> withoutMain(List<String> command) throws IOException {
        List<String> java = new ArrayList<>(command.subList(0, command.indexOf(MAIN)));
        int classPath = java.indexOf("-cp") + 1;
        java.set(classPath, java.get(classPath) + File.pathSeparator + Path.of("bench", "target", "classes").toRealPath());
        return java;
    }

    private void round(List<String> java, Path home, boolean pipelineFirst) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("moderato-bench");
        try {
            copy(home, folder.resolve("home"));
            if (pipelineFirst) {
                pipeline.add(moderate(folder));
            }
            List<String> command = new ArrayList<>(java);
            command.addAll(List.of(DirectFlow.class.getName(), video.toString(), folder.resolve("direct").toString(), rate));
            direct.add(ProgramRun.ofCommand(command));
            if (!pipelineFirst) {
                pipeline.add(moderate(folder));
            }
            print("pipeline", pipeline.getLast());
            print("direct", direct.getLast());
            JsonNode decided = read(folder.resolve(video.getFileName() + ".moderation.json"), pipeline.getLast());
            JsonNode alike = read(folder.resolve("direct/decide/processing/output/package/package.json"), direct.getLast());
            for (String part : SAME) {
                if (!decided.path(part).equals(alike.path(part))) {
                    throw new IOException("the " + part + " differs:\n" + decided.path(part) + "\n" + alike.path(part));
                }
            }
        } finally {
            MoreFiles.deleteRecursively(folder);
        }
    }

    private ProgramRun moderate(Path folder) throws IOException, InterruptedException {
        return ProgramRun.of(List.of("moderate", video.toString(), "--out", folder.toString(), "--home", folder.resolve("home").toString(),
                "--no-report", "--frames-per-second", rate));
    }

    /** A package, without when it was decided. */
    private static JsonNode read(Path file, ProgramRun run) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("no package; the program ended with " + run.exitCode() + ":\n" + run.output());
        }
        JsonNode read = JSON.readTree(file.toFile());
        ((ObjectNode) read.path("decision")).remove("decidedAt");
        return read;
    }

    private static void print(String what, ProgramRun run) {
        System.out.printf(Locale.ROOT, "%-8s  %6.2f s wall  %6.2f s processor  %5d MiB resident%n", what, run.wallSeconds(), run.processorSeconds(),
                run.residentBytes() >> 20);
    }

    private void print(String what, ToDoubleFunction<ProgramRun> seconds) {
        double through = ProgramRun.median(pipeline, seconds);
        double plain = ProgramRun.median(direct, seconds);
        System.out.printf(Locale.ROOT, "%s: pipeline %.2f s, direct %.2f s: %.3f times%n", what, through, plain, through / plain);
    }
}
