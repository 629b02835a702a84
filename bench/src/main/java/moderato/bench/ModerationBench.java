package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Times the moderation of one video as a user meets it: a fresh process of the program, an empty home but for
 * the models of {@code ~/.moderato}, every domain.
 *
 * <p>Arguments: the video; how often (3); then the values of {@code --frames-per-second} to compare (1, adaptive, 2 if none is given); {@code --}
 * and more arguments for {@code moderato moderate}. Prints for each run: wall seconds, video seconds a second, processor seconds and the most
 * resident memory of all its processes together, and the seconds of each stage.
 */
public final class ModerationBench {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModerationBench() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        int dashes = given.indexOf("--");
        List<String> more = dashes < 0 ? List.of() : given.subList(dashes + 1, given.size());
        List<String> own = dashes < 0 ? given : given.subList(0, dashes);
        Path video = Path.of(own.getFirst());
        int times = own.size() > 1 ? Integer.parseInt(own.get(1)) : 3;
        List<String> rates = own.size() > 2 ? own.subList(2, own.size()) : List.of("1", "adaptive", "2");
        ProgramRun.prepare();
        for (int time = 0; time < times; time++) {
            for (String rate : rates) {
                run(video, rate, more);
            }
        }
    }

    private static void run(Path video, String rate, List<String> more) throws IOException, InterruptedException {
        Path out = Files.createTempDirectory("moderato-bench");
        try {
            run(video, rate, more, out);
        } finally {
            MoreFiles.deleteRecursively(out);
        }
    }

    private static void run(Path video, String rate, List<String> more, Path out) throws IOException, InterruptedException {
        Path home = home(out);
        List<String> arguments = new ArrayList<>(List.of("moderate", video.toString(), "--out", out.toString(), "--home", home.toString()));
        if (!rate.equals("adaptive")) {
            arguments.addAll(List.of("--frames-per-second", rate));
        }
        arguments.addAll(more);
        ProgramRun run = ProgramRun.of(arguments);
        Path written = out.resolve(video.getFileName() + ".moderation.json");
        if (!Files.exists(written)) {
            System.out.println(run.output());
            throw new IOException(video + ": no package; the program ended with " + run.exitCode());
        }
        JsonNode made = JSON.readTree(written.toFile());
        double seconds = made.path("video").path("durationSeconds").asDouble();
        System.out.printf("%-8s %6.2f s wall  %5.2f video s/s  %6.2f s processor  %5d MiB resident  first line after %.2f s  frames %s%n", rate,
                run.wallSeconds(), seconds / run.wallSeconds(), run.processorSeconds(), run.residentBytes() >> 20, run.firstLineSeconds(),
                made.path("video").path("frames"));
        StringBuilder stages = new StringBuilder();
        for (JsonNode stage : made.path("cost").path("stages")) {
            stages.append("%s %.2f/%.2f  ".formatted(stage.path("stage").asText(), stage.path("wallSeconds").asDouble(),
                    stage.path("processorSeconds").asDouble()));
        }
        System.out.println("         wall/processor: " + stages);
    }

    /** A home of its own, with the models of the user's: in a used one the steps' results would be taken from its cache. */
    static Path home(Path out) throws IOException {
        Path home = Files.createDirectories(out.resolve("home"));
        Path models = Path.of(System.getProperty("user.home"), ".moderato", "models");
        Files.createSymbolicLink(home.resolve("models"), models.toRealPath());
        return home;
    }
}
