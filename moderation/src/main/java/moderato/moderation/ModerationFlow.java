package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import moderato.analysis.DomainImage;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The flow of a moderation on one machine: ingest, then every domain beside the others, then toxicity of what was said and written.
 *
 * <p>Each step is a job by the container contract, in a folder of its own; what one leaves another finds as its input, by a link. A step that
 * fails leaves its domain uncovered, which the policy sees; only without ingest there is nothing to decide on.
 */
public final class ModerationFlow {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INGEST = "ingest";
    /* A step that has looked at all frames of a pass may look at more. */
    private static final double NOT_YET_DONE = 0.99;

    private final Map<String, Image> images;

    /**
     * @param images the images of the steps, by name; see {@link BuiltInImages}
     */
    public ModerationFlow(Map<String, Image> images) {
        this.images = Map.copyOf(images);
    }

    /**
     * Moderates a video.
     *
     * @return the folder below which every step left its output, a folder a step; the ingest step's is called {@code ingest}
     * @throws StepFailedException when the video cannot be read; the reason says why
     * @throws InterruptedException when the calling thread was interrupted; whatever was running has ended
     */
    public Path run(ModerationRequest request, ModerationProgress progress) throws IOException, InterruptedException, StepFailedException {
        Path outputs = Files.createDirectories(request.workFolder().resolve("outputs"));
        AtomicBoolean stopping = new AtomicBoolean();
        ExecutorService steps = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("step-", 0).factory());
        try {
            ingest(request, outputs, stopping, progress);
            if (isStopped(outputs.resolve(INGEST))) {
                return outputs;
            }
            lookAll(request, outputs, stopping, progress, steps);
            return outputs;
        } finally {
            stopping.set(true);
            steps.shutdownNow();
            awaitEnd(steps);
        }
    }

    private void ingest(ModerationRequest request, Path outputs, AtomicBoolean stopping, ModerationProgress progress)
            throws IOException, InterruptedException, StepFailedException {
        Step step = new Step(request, INGEST, outputs, stopping, progress);
        Path given = step.link("video/" + request.video().getFileName(), request.video());
        int count = 0;
        for (Path list : request.hashLists()) {
            step.link("hash-lists/" + count++ + "-" + list.getFileName(), list);
        }
        int code = step.run(image(INGEST), List.of("--frames-per-second", request.framesPerSecond()));
        if (code != 0) {
            throw new StepFailedException(code, step.failure().replace(given.toString(), String.valueOf(request.video().getFileName())));
        }
        progress.length(JSON.readTree(Files.readAllBytes(outputs.resolve(INGEST).resolve("media.json"))).path("durationSeconds").asDouble());
    }

    private void lookAll(ModerationRequest request, Path outputs, AtomicBoolean stopping, ModerationProgress progress, ExecutorService steps)
            throws IOException, InterruptedException {
        Map<String, Future<Void>> running = new LinkedHashMap<>();
        for (String domain : request.domains()) {
            if (!domain.equals(Domains.KNOWN) && !domain.equals(Domains.TOXICITY)) {
                running.put(domain, steps.submit(() -> look(request, domain, outputs, stopping, progress)));
            }
        }
        for (Future<Void> step : running.values()) {
            join(step);
        }
        if (request.domains().contains(Domains.TOXICITY)) {
            join(steps.submit(() -> look(request, Domains.TOXICITY, outputs, stopping, progress)));
        }
    }

    private Void look(ModerationRequest request, String domain, Path outputs, AtomicBoolean stopping, ModerationProgress progress)
            throws IOException, InterruptedException {
        Step step = new Step(request, domain, outputs, stopping, progress);
        step.link("models", request.models());
        step.link(INGEST, outputs.resolve(INGEST));
        List<String> arguments = new ArrayList<>(List.of("--threads", String.valueOf(request.threads())));
        switch (domain) {
            case Domains.TOXICITY -> {
                for (String source : List.of(Domains.SPEECH, Domains.TEXT)) {
                    if (Files.isDirectory(outputs.resolve(source))) {
                        step.link(source, outputs.resolve(source));
                    }
                }
            }
            case Domains.SPEECH -> {
                // sound has no frames to choose from
            }
            case Domains.FACES -> {
                select(request, arguments);
                if (request.watchlist().isPresent()) {
                    step.link("watchlist", request.watchlist().get());
                }
            }
            default -> select(request, arguments);
        }
        step.run(domainImage(domain), arguments);
        return null;
    }

    /* Adaptive sampling looks at the base set first and then around what it found; a fixed rate looks at exactly its frames. */
    private static void select(ModerationRequest request, List<String> arguments) {
        arguments.addAll(List.of("--select", request.framesPerSecond().equals("adaptive") ? "search" : "all"));
    }

    private Image image(String name) {
        Image image = images.get(BuiltInImages.PREFIX + name);
        if (image == null) {
            throw new IllegalArgumentException("there is no built-in image " + BuiltInImages.PREFIX + name);
        }
        return image;
    }

    /* A domain that only models of the user's cover has no image of its own. */
    private Image domainImage(String domain) {
        return Domains.STANDARD.contains(domain) ? image(domain) : new DomainImage(domain);
    }

    private static boolean isStopped(Path ingest) throws IOException {
        Path known = ingest.resolve("known.jsonl");
        if (!Files.isRegularFile(known)) {
            return false;
        }
        for (String line : Files.readAllLines(known)) {
            JsonNode match = JSON.readTree(line);
            if (match.path("stop").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private static void join(Future<Void> step) throws IOException, InterruptedException {
        try {
            step.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case InterruptedException stopped -> throw stopped;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static void awaitEnd(ExecutorService steps) {
        boolean interrupted = Thread.interrupted();
        steps.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One step in a folder of its own. */
    private static final class Step {

        private final String name;
        private final JobFolders folders;
        private final Path output;
        private final AtomicBoolean stopping;
        private final ModerationProgress progress;

        Step(ModerationRequest request, String name, Path outputs, AtomicBoolean stopping, ModerationProgress progress) throws IOException {
            this.name = name;
            this.folders = new JobFolders(Files.createDirectories(request.workFolder().resolve("steps").resolve(name)));
            this.output = Files.createDirectories(outputs.resolve(name));
            this.stopping = stopping;
            this.progress = progress;
            Files.createDirectories(java.util.Objects.requireNonNull(folders.processingOutput(name).getParent()));
            Files.createSymbolicLink(folders.processingOutput(name), output);
        }

        Path link(String input, Path target) throws IOException {
            Path link = folders.processingInput(input);
            Files.createDirectories(java.util.Objects.requireNonNull(link.getParent()));
            return Files.createSymbolicLink(link, target.toAbsolutePath());
        }

        int run(Image image, List<String> arguments) throws IOException, InterruptedException {
            progress.at(name, 0);
            try (PrintStream log = new PrintStream(new ProgressLines(name, progress), true, StandardCharsets.UTF_8)) {
                int code = image.run(folders, new JobConfiguration(arguments, Map.of(), Map.of(), log, stopping::get));
                if (code != 0 && !name.equals(INGEST)) {
                    reportFailure();
                }
                if (code == 0 || !name.equals(INGEST)) {
                    progress.at(name, 1);
                }
                return code;
            }
        }

        String failure() throws IOException {
            return Files.isRegularFile(folders.failureFile()) ? Files.readString(folders.failureFile()).strip() : name + " failed without a reason";
        }

        private void reportFailure() throws IOException {
            ObjectNode report = JSON.createObjectNode().put("domain", name).put("status", "failed").put("reason", failure());
            report.putArray("models");
            report.putObject("counts");
            Files.writeString(output.resolve("step.json"), report.toString());
        }
    }

    /** Reads {@code progress <done>/<of>} from a step's log; the rest of the log says what the failure file says too. */
    private static final class ProgressLines extends OutputStream {

        private final String step;
        private final ModerationProgress progress;
        private final StringBuilder line = new StringBuilder();

        ProgressLines(String step, ModerationProgress progress) {
            this.step = step;
            this.progress = progress;
        }

        @Override
        public synchronized void write(int value) {
            if (value != '\n') {
                line.append((char) value);
                return;
            }
            String[] words = line.toString().split("[ /]");
            line.setLength(0);
            if (words.length == 3 && words[0].equals("progress")) {
                try {
                    progress.at(step, Math.clamp(Double.parseDouble(words[1]) / Double.parseDouble(words[2]), 0, NOT_YET_DONE));
                } catch (NumberFormatException notProgress) {
                    return;
                }
            }
        }
    }
}
