package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.models.ModelStore;
import moderato.moderation.ModerationPackage;
import moderato.moderation.Policy;
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
        checkNames();
        try (Moderator moderator = new Moderator(common.home(), options, store, policy, err, quiet, !noReport)) {
            moderator.tidy();
            return moderate(moderator, err);
        }
    }

    /* Into one folder go videos of different names only: the second would take the place of the first. */
    private void checkNames() {
        Map<Path, Path> first = new HashMap<>();
        for (Path video : outFolder == null ? List.<Path>of() : videos) {
            Path whole = video.toAbsolutePath().normalize();
            Path other = first.putIfAbsent(whole.getFileName() == null ? whole : whole.getFileName(), whole);
            if (other != null && !other.equals(whole)) {
                throw new CommandException(ExitCode.USAGE, Shown.path(other) + " and " + Shown.path(whole)
                        + " have the same name: in one folder the package of one would take the place of the other's; give them different --out");
            }
        }
    }

    private int moderate(Moderator moderator, PrintWriter err) throws InterruptedException {
        List<Integer> codes = new ArrayList<>();
        boolean pulled = false;
        for (Path video : videos) {
            try {
                Path target = target(video);
                if (!pulled) {
                    moderator.pull();
                    pulled = true;
                }
                codes.add(moderate(video, target, moderator));
            } catch (CommandException e) {
                err.println("moderato: " + e.getMessage());
                codes.add(e.exitCode());
            } catch (StepFailedException e) {
                err.println("moderato: " + Shown.path(video) + ": " + e.getMessage());
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
            throw new CommandException(ExitCode.BAD_INPUT, Shown.path(video) + ": no such file");
        }
        if (!Files.isRegularFile(video)) {
            throw new CommandException(ExitCode.BAD_INPUT, Shown.path(video) + ": is not a file; give the videos in it");
        }
        if (!Files.isReadable(video)) {
            throw new CommandException(ExitCode.BAD_INPUT, Shown.path(video) + ": may not be read (permissions)");
        }
        Path folder = Optional.ofNullable(outFolder).orElseGet(() -> Objects.requireNonNull(video.toAbsolutePath().getParent()));
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new CommandException(ExitCode.IO_ERROR, folder + ": may not be written to; give another folder with --out DIR");
        }
        return folder;
    }

    private int moderate(Path video, Path folder, Moderator moderator) throws IOException, InterruptedException, StepFailedException {
        ModerationPackage kept = moderator.moderate(video, folder);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(kept.json());
            out.flush();
        } else {
            moderator.summarize(video, folder, kept, out);
        }
        return switch (kept.decision().outcome()) {
            case APPROVE -> ExitCode.OK;
            case REVIEW -> ExitCode.REVIEW;
            case REJECT -> ExitCode.REJECT;
        };
    }
}
