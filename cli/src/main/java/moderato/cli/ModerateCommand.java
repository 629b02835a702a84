package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato moderate}: from videos to decisions, each with a package and a report beside it. */
@Command(name = "moderate", description = "Looks at videos, decides on each, and writes <video>.moderation.json and <video>.moderation.html beside it.", footer = {"",
        "Exit code: 0 approve, 10 review, 20 reject, 65 a video cannot be read; with several videos the most severe.", "", "Example:",
        "  moderato moderate upload.mp4 --policy policy.yaml --out decisions"})
final class ModerateCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ModerateOptions options = new ModerateOptions();

    @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "the videos")
    private List<Path> videos = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "where package and report go (default: beside the video)")
    private @Nullable Path outFolder;

    @Option(names = "--json", description = "print the package on standard output, and nothing else there")
    private boolean json;

    @Option(names = "--quiet", description = "print no progress")
    private boolean quiet;

    @Option(names = "--no-report", description = "write no HTML page")
    private boolean noReport;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Policy policy = options.policy();
        PrintWriter err = spec.commandLine().getErr();
        ModelStore store = ModelStore.open(common.home().folder(), line -> {
            if (!quiet) {
                err.println(line);
                err.flush();
            }
        });
        options.check(store);
        List<Integer> codes = new ArrayList<>();
        boolean pulled = false;
        for (Path video : videos) {
            try {
                Path target = target(video);
                if (!pulled) {
                    pull(store);
                    pulled = true;
                }
                codes.add(moderate(video, target, policy, store));
            } catch (CommandException e) {
                err.println("moderato: " + e.getMessage());
                codes.add(e.exitCode());
            } catch (StepFailedException e) {
                err.println("moderato: " + video + ": " + e.getMessage());
                codes.add(e.exitCode());
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while writing");
                }
                codes.add(new ErrorReport(err, common.debug()).failure(e, List.of("moderato", "moderate")));
            }
        }
        return ExitCode.mostSevere(codes);
    }

    /** The folder to write to, checked before any work is done. */
    private Path target(Path video) throws IOException {
        if (!Files.exists(video)) {
            throw new CommandException(ExitCode.BAD_INPUT, video + ": no such file");
        }
        if (!Files.isRegularFile(video)) {
            throw new CommandException(ExitCode.BAD_INPUT, video + ": is not a file; give the videos in it");
        }
        if (!Files.isReadable(video)) {
            throw new CommandException(ExitCode.BAD_INPUT, video + ": may not be read (permissions)");
        }
        Path folder = Optional.ofNullable(outFolder).orElseGet(() -> java.util.Objects.requireNonNull(video.toAbsolutePath().getParent()));
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new CommandException(ExitCode.IO_ERROR, folder + ": may not be written to; give another folder with --out DIR");
        }
        return folder;
    }

    private void pull(ModelStore store) throws IOException, InterruptedException {
        List<String> domains = options.domains(store);
        for (ModelEntry entry : store.manifest().entries()) {
            if (entry.byDefault() && domains.contains(entry.task())) {
                store.pull(entry);
            }
        }
    }

    private int moderate(Path video, Path folder, Policy policy, ModelStore store) throws IOException, InterruptedException, StepFailedException {
        PrintWriter err = spec.commandLine().getErr();
        try (WorkFolder work = WorkFolder.open(common.home())) {
            ModerationRequest request = options.request(video.toAbsolutePath(), policy, store, common.home(), work.folder());
            Path outputs;
            if (quiet) {
                outputs = new ModerationFlow(BuiltInImages.processing()).run(request, new Silent());
            } else {
                boolean terminal = System.console() != null && System.console().isTerminal();
                try (ProgressDisplay display = new ProgressDisplay(err, terminal, String.valueOf(video.getFileName()), request.domains())) {
                    outputs = new ModerationFlow(BuiltInImages.processing()).run(request, display);
                }
            }
            return keep(video, folder, outputs, policy);
        }
    }

    private int keep(Path video, Path folder, Path outputs, Policy policy) throws IOException {
        Path file = folder.resolve(ModerationPackage.fileName(video));
        ModerationPackage made = ModerationPackage.of(Aggregation.below(outputs, Instant.now()), policy, Instant.now());
        Optional<ModerationPackage> older = ModerationPackage.existing(file);
        ModerationPackage kept = older.isPresent() ? made.after(older.get()) : made;
        Path report = folder.resolve(Report.fileName(video));
        if (!noReport) {
            Report.write(report, kept, outputs.resolve("ingest"));
        }
        kept.write(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(kept.json());
        } else {
            Decision decision = kept.decision();
            out.printf("%s: %s (%s): %s%n", video.getFileName(), decision.outcome().name().toLowerCase(Locale.ROOT), decision.severity().name().toLowerCase(Locale.ROOT), decision.reason());
            out.println("  package  " + file);
            if (!noReport) {
                out.println("  report   " + report);
            }
        }
        out.flush();
        return switch (kept.decision().outcome()) {
            case APPROVE -> ExitCode.OK;
            case REVIEW -> ExitCode.REVIEW;
            case REJECT -> ExitCode.REJECT;
        };
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
