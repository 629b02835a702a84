package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;
import moderato.moderation.Aggregation;
import moderato.moderation.BuiltInImages;
import moderato.moderation.Decision;
import moderato.moderation.ModerationFlow;
import moderato.moderation.ModerationPackage;
import moderato.moderation.ModerationProgress;
import moderato.moderation.ModerationRequest;
import moderato.moderation.Policy;
import moderato.moderation.Report;
import moderato.moderation.StepFailedException;

/**
 * The moderation of one video after another by the same options, models and policy.
 *
 * @param err told of the progress
 * @param quiet whether nothing is told
 * @param report whether a page is written beside the package
 */
record Moderator(Home home, ModerateOptions options, ModelStore store, Policy policy, PrintWriter err, boolean quiet, boolean report) {

    /** Fetches the models that the options need and that are not here yet. */
    void pull() throws IOException, InterruptedException {
        var domains = options.domains(store);
        for (ModelEntry entry : store.manifest().entries()) {
            if (entry.byDefault() && domains.contains(entry.task())) {
                store.pull(entry);
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
        try (WorkFolder work = WorkFolder.open(home)) {
            ModerationRequest request = options.request(video.toAbsolutePath(), store, home, work.folder());
            return keep(video, folder, run(video, request));
        }
    }

    private Path run(Path video, ModerationRequest request) throws IOException, InterruptedException, StepFailedException {
        ModerationFlow flow = new ModerationFlow(BuiltInImages.processing());
        if (quiet) {
            return flow.run(request, new Silent());
        }
        boolean terminal = System.console() != null && System.console().isTerminal();
        try (ProgressDisplay display = new ProgressDisplay(err, terminal, String.valueOf(video.getFileName()), request.domains())) {
            return flow.run(request, display);
        }
    }

    private ModerationPackage keep(Path video, Path folder, Path outputs) throws IOException {
        Path file = folder.resolve(ModerationPackage.fileName(video));
        ModerationPackage made = ModerationPackage.of(Aggregation.below(outputs, Instant.now()), policy, Instant.now());
        Optional<ModerationPackage> older = ModerationPackage.existing(file);
        ModerationPackage kept = older.isPresent() ? made.after(older.get()) : made;
        if (report) {
            Report.write(folder.resolve(Report.fileName(video)), kept, outputs.resolve("ingest"));
        }
        kept.write(file);
        return kept;
    }

    /** Says what was decided, why, and where the files are. */
    void summarize(Path video, Path folder, ModerationPackage kept, PrintWriter out) {
        Decision decision = kept.decision();
        out.printf("%s: %s (%s): %s%n", video.getFileName(), decision.outcome().name().toLowerCase(Locale.ROOT), decision.severity().name().toLowerCase(Locale.ROOT), decision.reason());
        out.println("  package  " + folder.resolve(ModerationPackage.fileName(video)));
        if (report) {
            out.println("  report   " + folder.resolve(Report.fileName(video)));
        }
        out.flush();
    }

    private static final class Silent implements ModerationProgress {
        @Override
        public void at(String step, double share) {
            // nobody looks
        }

        @Override
        public void length(double seconds) {
            // nobody looks
        }
    }
}
