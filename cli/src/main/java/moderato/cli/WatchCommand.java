package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import moderato.models.ModelStore;
import moderato.moderation.Policy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato watch}: every file that comes into a folder starts what the rules say; without rules, it is moderated. */
@Command(name = "watch", description = {"Watches a folder: every upload is moderated, or starts what the rules say. Ends with Ctrl-C; started again, it goes on where it was.",
        "Uploads that cannot be read are moved to the folder " + Uploads.UNREADABLE + " inside it."}, footer = {"", "Examples:", "  moderato watch uploads --out decisions",
                "  moderato watch uploads --rules rules.yaml"})
final class WatchCommand implements Callable<Integer> {

    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final long MEMORY = 1L << 30;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ModerateOptions options = new ModerateOptions();

    @Parameters(paramLabel = "FOLDER", description = "the folder; the folders inside it are watched too")
    private Path folder = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "where packages and reports go (default: beside the video)")
    private @Nullable Path outFolder;

    @Option(names = "--rules", paramLabel = "FILE", description = "which upload starts what; docs/moderation-pipeline.md shows the form")
    private @Nullable Path rulesFile;

    @Option(names = "--bucket", paramLabel = "NAME", description = "what the events and addresses call the folder (default: ${DEFAULT-VALUE})")
    private String bucket = "uploads";

    @Option(names = "--at-once", paramLabel = "N", description = "how many uploads are worked on at a time (default: half as many as there are cores)")
    private int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Option(names = "--once", description = "end when everything that is in the folder is done")
    private boolean once;

    @Option(names = "--no-report", description = "write no HTML page")
    private boolean noReport;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.BAD_INPUT, folder + ": is no folder");
        }
        if (atOnce < 1) {
            throw new CommandException(ExitCode.USAGE, "--at-once: at least 1, not " + atOnce);
        }
        WatchRules rules = rulesFile == null ? WatchRules.moderateAll() : WatchRules.read(rulesFile);
        Policy policy = options.policy();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        ModelStore models = ModelStore.open(common.home().folder(), line -> {
            err.println(line);
            err.flush();
        });
        options.check(models);
        try (Moderator moderator = new Moderator(common.home(), options, models, policy, err, true, !noReport)) {
            if (rules.rules().stream().anyMatch(rule -> rule.target() instanceof WatchRules.Target.Moderate)) {
                moderator.pull();
            }
            UploadTaker taker = new UploadTaker(common.home(), folder, bucket, outFolder, rules, moderator, new UploadLines(out, err, common.debug()));
            err.println("watching " + folder + (once ? "" : "; Ctrl-C ends it"));
            err.flush();
            watch(taker, moderator);
        }
        return ExitCode.OK;
    }

    private void watch(UploadTaker taker, Moderator moderator) throws IOException, InterruptedException {
        Uploads uploads = new Uploads(folder, SETTLE, Clock.systemUTC());
        BackPressure pressure = new BackPressure(atOnce, MEMORY);
        Set<Uploads.Upload> begun = ConcurrentHashMap.newKeySet();
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            uploads.look();
            while (true) {
                Thread.sleep(SETTLE);
                moderator.tidy();
                List<Uploads.Upload> whole = uploads.look();
                for (Uploads.Upload upload : whole) {
                    if (begun.contains(upload) || taker.taken(upload)) {
                        continue;
                    }
                    pressure.begin();
                    begun.add(upload);
                    workers.submit(() -> {
                        try {
                            taker.take(upload);
                        } finally {
                            pressure.end();
                        }
                        return upload;
                    });
                }
                begun.retainAll(Set.copyOf(whole));
                if (once && !uploads.waiting(whole)) {
                    pressure.drain();
                    return;
                }
            }
        } finally {
            workers.shutdownNow();
        }
    }
}
