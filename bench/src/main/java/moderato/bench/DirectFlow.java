package moderato.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import moderato.analysis.ModelsAhead;
import moderato.cli.Main;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.jobs.ServingImage;
import moderato.models.ModelStore;
import moderato.moderation.BuiltInImages;
import moderato.moderation.Domains;

/**
 * A moderation as plain calls of the built-in images in the order of the flow: without definition, engine, journal, cache, object store, local server and
 * what is written beside the video. What {@link FlowRace} compares the pipeline with.
 *
 * <p>Arguments: the video, a folder for the steps, the value of {@code --frames-per-second}. The package is {@code decide/processing/output/package/package.json} there.
 */
public final class DirectFlow implements AutoCloseable {

    private static final String INPUT = "processing/input/";
    private static final String OUTPUT = "processing/output/";

    private final Path folder;
    private final ModelStore store;
    private final ModelsAhead ahead;
    private final Map<String, Image> images = BuiltInImages.processing();
    private final ExecutorService steps = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService looks = Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());

    private DirectFlow(Path folder) throws IOException {
        this.folder = folder;
        this.store = ModelStore.open(Path.of(System.getProperty("user.home"), ".moderato"));
        this.ahead = new ModelsAhead(store);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ClassNotFoundException {
        // The program's own settings: where its native libraries and the decoder's cache of classes are.
        Class.forName(Main.class.getName());
        try (DirectFlow flow = new DirectFlow(Path.of(arguments[1]))) {
            flow.run(Path.of(arguments[0]), arguments[2]);
        }
    }

    private void run(Path video, String rate) throws IOException, InterruptedException {
        List.of(Domains.NUDITY, Domains.OBJECTS, Domains.TEXT, Domains.SPEECH, Domains.FACES).forEach(ahead::expect);
        given("ingest", "video", video);
        run("ingest", "--frames-per-second", rate, "--frames", "/opt/ml/" + OUTPUT + "frames", "--sound", "/opt/ml/" + OUTPUT + "sound");
        Path frames = output("ingest", "frames");

        CompletableFuture<Void> pictures = begin(() -> pictures(frames));
        CompletableFuture<Void> faces = begin(() -> look(Domains.FACES, Map.of("ingest", frames), "--select", "search"));
        CompletableFuture<Void> text = begin(() -> look(Domains.TEXT, Map.of("ingest", frames), "--select", "search"));
        CompletableFuture<Void> speech = begin(() -> look(Domains.SPEECH, Map.of("ingest", output("ingest", "sound"))));
        CompletableFuture.anyOf(text, speech).thenRun(() -> ahead.expect(Domains.TOXICITY));
        CompletableFuture<Void> toxicity = CompletableFuture.allOf(text, speech).thenCompose(done -> begin(() -> look(Domains.TOXICITY,
                Map.of(Domains.TEXT, output(Domains.TEXT, Domains.TEXT), Domains.SPEECH, output(Domains.SPEECH, Domains.SPEECH)))));
        CompletableFuture.allOf(pictures, faces, toxicity).join();

        given("aggregate", "frames", frames);
        given("aggregate", "steps/ingest", output("ingest", "ingest"));
        for (String domain : List.of(Domains.FACES, Domains.TEXT, Domains.SPEECH, Domains.TOXICITY)) {
            given("aggregate", "steps/" + domain, output(domain, domain));
        }
        for (String answers : List.of("nudity", "objects", "nudity-refined", "objects-refined")) {
            given("aggregate", "steps/" + answers, folder.resolve(answers));
        }
        run("aggregate");
        given("decide", "timeline", output("aggregate", "timeline"));
        run("decide");
    }

    /** Both passes over nudity and objects. */
    private void pictures(Path frames) throws IOException, InterruptedException {
        JobFolders models = new JobFolders(root("models"));
        link(models.model(), store.folder());
        JobConfiguration configuration = configuration();
        try (ServingImage.Served nudity = served("nudity-model").load(models, configuration);
                ServingImage.Served objects = served("objects-model").load(models, configuration)) {
            Path base = frames.resolve("frames/base");
            predict(Map.of("nudity", nudity, "objects", objects), base);
            given("refine", "ingest", frames);
            given("refine", "nudity", folder.resolve("nudity"));
            given("refine", "objects", folder.resolve("objects"));
            run("refine");
            predict(Map.of("nudity-refined", nudity, "objects-refined", objects), output("refine", "frames"));
        }
        ahead.over(Domains.NUDITY);
        ahead.over(Domains.OBJECTS);
    }

    private static ServingImage served(String name) {
        return Objects.requireNonNull(BuiltInImages.serving().get(BuiltInImages.PREFIX + name));
    }

    private void predict(Map<String, ServingImage.Served> models, Path pictures) throws IOException, InterruptedException {
        List<Callable<Path>> work = new ArrayList<>();
        try (Stream<Path> files = Files.list(pictures)) {
            List<Path> sorted = files.sorted().toList();
            for (Map.Entry<String, ServingImage.Served> model : models.entrySet()) {
                Path answers = Files.createDirectories(folder.resolve(model.getKey()));
                sorted.forEach(picture -> work.add(() -> Files.write(answers.resolve(picture.getFileName() + ".out"),
                        model.getValue().predict(Files.readAllBytes(picture), "image/jpeg", "application/json"))));
            }
        }
        for (Future<Path> answer : looks.invokeAll(work)) {
            try {
                answer.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
    }

    private void look(String domain, Map<String, Path> inputs, String... arguments) throws IOException, InterruptedException {
        for (Map.Entry<String, Path> input : inputs.entrySet()) {
            given(domain, input.getKey(), input.getValue());
        }
        given(domain, "models", store.folder());
        run(domain, arguments);
        ahead.over(domain);
    }

    private void run(String step, String... arguments) throws IOException, InterruptedException {
        JobFolders folders = new JobFolders(root(step));
        int code = Objects.requireNonNull(images.get(BuiltInImages.PREFIX + step)).run(folders, configuration(arguments));
        if (code != 0) {
            throw new IOException(step + " ended with " + code + ": " + Files.readString(folders.failureFile()));
        }
    }

    private static JobConfiguration configuration(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new JobConfiguration(List.of(arguments), Map.of(), Map.of(), nowhere, () -> false);
    }

    private Path root(String step) {
        return folder.resolve(step);
    }

    private Path output(String step, String name) {
        return root(step).resolve(OUTPUT + name);
    }

    /** Has a step find an input by a link. */
    private void given(String step, String name, Path input) throws IOException {
        link(root(step).resolve(INPUT + name), input);
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, target.toAbsolutePath());
    }

    /** What a step does. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private CompletableFuture<Void> begin(Step step) {
        return CompletableFuture.runAsync(() -> {
            try {
                step.run();
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        }, steps);
    }

    @Override
    public void close() {
        steps.close();
        looks.close();
        ahead.close();
    }
}
