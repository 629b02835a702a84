package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moderato.jobs.ObjectDigests;
import moderato.kernel.Engine;
import moderato.kernel.HomeEngine;
import moderato.kernel.RunIdentity;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;
import moderato.moderation.Coverage;
import moderato.moderation.Decision;
import moderato.moderation.ModerationPackage;
import moderato.moderation.ModerationProgress;
import moderato.moderation.Policy;
import moderato.moderation.Report;
import moderato.moderation.StepFailedException;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.pipelines.ExecutionView;

/** The moderation of one video after another by the same options, models and policy: each a run of the shipped pipeline. */
final class Moderator implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int BROUGHT_BACK_AT_MOST = 3;

    private final Home home;
    private final ModerateOptions options;
    private final ModelStore models;
    private final Policy policy;
    private final PrintWriter err;
    private final boolean quiet;
    private final boolean report;
    private final ObjectStore store;
    private final JobProgress jobs = new JobProgress();
    private final HomeEngine engine;
    private final Interruption interruption;

    /**
     * @param err told of the progress
     * @param quiet whether nothing is told
     * @param report whether a page is written beside the package
     */
    Moderator(Home home, ModerateOptions options, ModelStore models, Policy policy, PrintWriter err, boolean quiet, boolean report) throws IOException {
        this.home = home;
        this.options = options;
        this.models = models;
        this.policy = policy;
        this.err = err;
        this.quiet = quiet;
        this.report = report;
        this.store = new FolderStore(home.objects());
        System.setProperty(moderato.analysis.Cores.PROPERTY, String.valueOf(options.threads()));
        this.engine = Engines.open(home, jobs);
        this.interruption = Interruption.handle(home);
    }

    /** Takes away what is older than it may be; looks once an hour. */
    void tidy() throws IOException {
        new Sweep(home, store, Instant.now())
                .whenDue(() -> ModerationRuns.open(engine).flatMap(run -> needed(run.run())).collect(Collectors.toUnmodifiableSet()));
    }

    /** A run and those whose results it took from the cache. */
    private Stream<String> needed(RunIdentity run) {
        return Stream.concat(Stream.of(run.name()), ExecutionView.of(engine.history(run.id())).steps().stream()
                .map(step -> step.path("CacheHitResult").path("SourcePipelineExecutionArn").asText("")).map(source -> source.substring(source.lastIndexOf('/') + 1)));
    }

    /** Fetches the models that the options need and that are not here yet. */
    void pull() throws IOException, InterruptedException {
        var domains = options.domains(models);
        for (ModelEntry entry : models.manifest().entries()) {
            if (entry.byDefault() && domains.contains(entry.task())) {
                models.pull(entry);
            }
        }
    }

    /**
     * Moderates a video and writes its package, and its report where one is wanted.
     *
     * @param folder where they go
     * @return the package, with the decisions of an earlier one of the same video
     */
    ModerationPackage moderate(Path video, Path folder) throws IOException, InterruptedException, StepFailedException {
        return moderate(video, folder, Optional.empty());
    }

    /**
     * Moderates an upload: a run for each, which goes on when the program is started again, also after an interruption.
     *
     * @param upload tells the upload from every other
     * @param folder where package and report go
     */
    ModerationPackage upload(Path video, Path folder, String upload) throws IOException, InterruptedException, StepFailedException {
        return moderate(video, folder, Optional.of(upload));
    }

    private ModerationPackage moderate(Path video, Path folder, Optional<String> upload) throws IOException, InterruptedException, StepFailedException {
        Path absolute = video.toAbsolutePath();
        boolean terminal = System.console() != null && System.console().isTerminal();
        try (ModerationDisplay display = quiet ? ModerationDisplay.silent()
                : new ProgressDisplay(err, terminal, Shown.name(absolute), ModerationSteps.of(options.domains(models)))) {
            ModerationInputs inputs = new ModerationInputs(store, models, new ObjectDigests(Engines.jobs(home, store, (job, line) -> {
            })));
            Map<String, String> parameters = inputs.parameters(absolute, options, home, policy);
            ObjectNode settings = JSON.createObjectNode();
            settings.set(ModerationRuns.SETTINGS, ModerationResult.settings(absolute, folder, report, options.keep()));
            if (options.isolate()) {
                settings.put("isolate", true);
            }
            return run(parameters, settings, upload, display, () -> inputs.parameters(absolute, options, home, policy));
        }
    }

    /** Puts the inputs of a moderation back into the store. */
    private interface BringingBack {
        Map<String, String> inputs() throws IOException, InterruptedException;
    }

    private ModerationPackage run(Map<String, String> parameters, ObjectNode settings, Optional<String> upload, ModerationProgress progress, BringingBack again)
            throws IOException, InterruptedException, StepFailedException {
        JsonNode where = settings.path(ModerationRuns.SETTINGS);
        ModerationResult result = new ModerationResult(store);
        ModerationRuns runs = new ModerationRuns(engine);
        RunIdentity run = upload.isEmpty() ? runs.start(parameters, settings) : runs.named(upload.get(), parameters, settings);
        ModerationEnd end = follow(run, progress, upload.isPresent());
        Retention retention = new Retention(home, store, ModerationResult.keep(where));
        // Another moderation of the same bytes may have been decided meanwhile, and its inputs are these.
        for (int brought = 0; brought < BROUGHT_BACK_AT_MOST && end instanceof ModerationEnd.Failed failed && Retention.tookAway(parameters, failed.reason()); brought++) {
            again.inputs();
            engine.redrive(run.id());
            end = follow(run, progress, upload.isPresent());
        }
        return switch (end) {
            case ModerationEnd.Decided(JsonNode step, boolean fromCache) -> {
                ModerationPackage kept = result.write(run.name(), where, step, fromCache);
                retention.decided(run.name(), parameters);
                yield kept;
            }
            case ModerationEnd.Waiting(JsonNode step, boolean fromCache) -> {
                try {
                    yield result.write(run.name(), where, step, fromCache);
                } catch (IOException e) {
                    unwritten(run, upload.isPresent(), e);
                    throw e;
                }
            }
            case ModerationEnd.Stopped() -> throw new CommandException(ExitCode.STOPPED, "the moderation was stopped (run " + run.name() + ")");
            case ModerationEnd.Failed(String step, String reason) -> {
                retention.decided(run.name(), parameters);
                throw StepFailures.of(home, step, reason, ModerationResult.video(where));
            }
        };
    }

    /** Nobody is to decide a case of which the user was told that it failed; an upload is tried again. */
    private void unwritten(RunIdentity run, boolean lasting, IOException reason) {
        if (!lasting) {
            engine.stop(run.id(), Optional.of("NotWritten"), Optional.of("The package could not be written: " + reason.getMessage()));
        }
    }

    private ModerationEnd follow(RunIdentity run, ModerationProgress progress, boolean lasting) throws InterruptedException {
        jobs.tell(run.name(), progress);
        // Closed last: a run that is interrupted is stopped before models that are being loaded are waited for.
        try (StepModels ahead = new StepModels(models, options.isolate() ? List.of() : options.domains(models))) {
            return follow(run, progress, ahead, lasting);
        } finally {
            jobs.forget(run.name());
        }
    }

    private ModerationEnd follow(RunIdentity run, ModerationProgress progress, StepModels ahead, boolean lasting) throws InterruptedException {
        try {
            return ModerationFollower.follow(engine, run.id(), step -> tell(progress, ahead, run.name(), step));
        } catch (InterruptedException e) {
            if (!lasting) {
                engine.stop(run.id(), Optional.of("Interrupted"), Optional.of("The user interrupted the moderation."));
            }
            throw e;
        }
    }

    private void tell(ModerationProgress progress, StepModels ahead, String run, JsonNode step) {
        String name = step.path("StepName").asText();
        switch (step.path("StepStatus").asText()) {
            case "Executing" -> {
                ahead.begins(name);
                progress.at(name, 0);
            }
            case "Succeeded" -> {
                ahead.ends(name);
                if (name.equals(ModerationSteps.INGEST)) {
                    length(progress, run, step);
                }
                progress.at(name, 1);
            }
            case "Failed" -> ahead.ends(name);
            default -> {
            }
        }
    }

    private void length(ModerationProgress progress, String run, JsonNode ingest) {
        try {
            ObjectAddress facts = StepOutputs.of(run, ingest, "ingest").resolve("media.json");
            progress.length(JSON.readTree(store.find(facts).orElseThrow().file().toFile()).path("durationSeconds").asDouble());
        } catch (IOException | RuntimeException unknown) {
            // the progress goes without a pace
            return;
        }
    }

    /** Says what was decided, why, and where the files are. */
    void summarize(Path video, Path folder, ModerationPackage kept, PrintWriter out) {
        Decision decision = kept.decision();
        out.printf("%s: %s (%s): %s%n", Shown.name(video), decision.outcome().name().toLowerCase(Locale.ROOT), decision.severity().name().toLowerCase(Locale.ROOT), decision.reason());
        kept.coverage().domains().forEach((domain, looked) -> {
            if (looked.status() == Coverage.Status.FAILED) {
                out.println("  failed   " + domain + ": " + looked.reason().orElse("no reason was given"));
            }
        });
        kept.video().warnings().forEach(warning -> out.println("  note     " + warning));
        out.println("  package  " + Shown.path(folder.resolve(ModerationPackage.fileName(video))));
        if (report) {
            out.println("  report   " + Shown.path(folder.resolve(Report.fileName(video))));
        }
        out.flush();
    }

    /** The engine that the runs are in. */
    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            interruption.close();
        }
    }
}
