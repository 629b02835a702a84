package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import moderato.media.ClipMaker;
import moderato.media.ClipPart;
import moderato.media.ClipSound;
import moderato.models.ModelStore;

/**
 * Drops clips into a watched folder all at once, kills the program ({@code kill -9}) in the middle, starts it again, and counts what became of each clip.
 *
 * <p>Arguments: how many clips (1000); after how many decisions the program is killed (a quarter of them). Every clip is of one or two seconds and differs
 * from every other in its bytes; a policy approves what is not listed, so that no case stays open. Fails when a clip was not decided, or one was moderated twice.
 */
public final class WatchBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KINDS = 10;
    private static final String POLICY = """
            extends: default
            name: all
            required: []
            """;

    private final Path uploads;
    private final Path home;
    private final Path policy;

    private WatchBench(Path folder) throws IOException {
        this.uploads = Files.createDirectory(folder.resolve("uploads"));
        this.home = ModerationBench.home(folder);
        this.policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int clips = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int killedAfter = arguments.length > 1 ? Integer.parseInt(arguments[1]) : clips / 4;
        ProgramRun.prepare();
        Path folder = Files.createTempDirectory("moderato-bench");
        try {
            WatchBench bench = new WatchBench(folder);
            bench.drop(clips, Files.createDirectory(folder.resolve("made")));
            bench.run(clips, killedAfter);
        } finally {
            MoreFiles.deleteRecursively(folder);
        }
    }

    /* A few clips are made; a box of another number behind each copy, which players pass over, makes other bytes of it. */
    private void drop(int clips, Path folder) throws IOException, InterruptedException {
        ModelStore store = ModelStore.open(home, System.out::println);
        ClipMaker maker = new ClipMaker(320, 180, 10);
        List<Material> pictures = List.of(Material.TITLE, Material.ADVERT);
        for (int kind = 0; kind < KINDS; kind++) {
            Path picture = pictures.get(kind % pictures.size()).file(store, folder);
            ClipSound sound = new ClipSound(Material.SPEECH.file(store, folder), 0);
            maker.make(List.of(new ClipPart.Wandering(picture, 1 + kind / (double) KINDS)), List.of(sound), folder.resolve(kind + ".mp4"));
        }
        for (int clip = 0; clip < clips; clip++) {
            byte[] box = ByteBuffer.allocate(12).putInt(12).put("free".getBytes(StandardCharsets.US_ASCII)).putInt(clip).array();
            Path copy = Files.copy(folder.resolve(clip % KINDS + ".mp4"), uploads.resolve("clip-%04d.mp4".formatted(clip)));
            Files.write(copy, box, StandardOpenOption.APPEND);
        }
    }

    private void run(int clips, int killedAfter) throws IOException, InterruptedException {
        // Before the first decision a line says that the folder is watched.
        ProgramRun first = ProgramRun.killedAfter(killedAfter + 1, watch());
        System.out.printf("killed after %d decisions, %.0f s: %.0f s processor, %d MiB resident at most, exit code %d%n", decided(), first.wallSeconds(),
                first.processorSeconds(), first.residentBytes() >> 20, first.exitCode());
        ProgramRun second = ProgramRun.of(watch("--once"));
        System.out.printf("the next process, %.0f s: %.0f s processor, %d MiB resident at most, exit code %d%n", second.wallSeconds(), second.processorSeconds(),
                second.residentBytes() >> 20, second.exitCode());
        if (second.exitCode() != 0) {
            System.out.println(second.output());
        }
        Set<String> videos = new HashSet<>();
        for (int clip = 0; clip < clips; clip++) {
            JsonNode made = JSON.readTree(uploads.resolve("clip-%04d.mp4.moderation.json".formatted(clip)).toFile());
            if (!made.path("decision").path("outcome").asText().equals("approve")) {
                throw new IOException("clip " + clip + " was not approved: " + made.path("decision"));
            }
            videos.add(made.path("video").path("sha256").asText());
        }
        JsonNode runs = JSON.readTree(ProgramRun.of(List.of("runs", "list", "--limit", String.valueOf(2 * clips + 1), "--json", "--home", home.toString())).output());
        long succeeded = runs.valueStream().filter(run -> run.path("status").asText().equals("SUCCEEDED")).count();
        System.out.printf("%d clips: %d packages of different videos, %d runs, %d of them succeeded; %.2f MiB of disk a clip, the journal's part %.2f%n", clips, videos.size(),
                runs.size(), succeeded, mebibytes(home) / clips, mebibytes(home.resolve("journal.db")) / clips);
        if (videos.size() != clips || runs.size() != clips || succeeded != clips || Files.exists(uploads.resolve("unreadable"))) {
            throw new IOException("a clip was lost, moderated twice or not read");
        }
    }

    private List<String> watch(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("watch", uploads.toString(), "--home", home.toString(), "--domains", "known", "--policy", policy.toString(), "--at-once", "2"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private long decided() throws IOException {
        try (Stream<Path> files = Files.list(uploads)) {
            return files.filter(file -> file.toString().endsWith(".moderation.json")).count();
        }
    }

    /* What lies behind the link to the models does not count. */
    private static double mebibytes(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            long bytes = 0;
            for (Path file : (Iterable<Path>) files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))::iterator) {
                bytes += Files.size(file);
            }
            return bytes / (double) (1 << 20);
        }
    }
}
