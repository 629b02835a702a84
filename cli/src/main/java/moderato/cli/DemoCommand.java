package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import moderato.models.ModelStore;
import moderato.moderation.ModerationPackage;
import moderato.moderation.Policy;
import moderato.moderation.Report;
import moderato.moderation.StepFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moderato demo}: a clip with something for every domain, made, moderated and shown. */
@Command(name = "demo", description = "Fetches models and a real clip, joins it with cards and speech, moderates it into the folder moderato-demo, and names the report.", footer = {"",
        "Exit code: 0 whatever is decided, 69 when a package cannot be had.", "", "Example:", "  moderato demo"})
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "where clip, package and report go (default: ${DEFAULT-VALUE})", defaultValue = "moderato-demo")
    private Path folder = Path.of("moderato-demo");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ModelStore store = ModelStore.open(common.home().folder(), line -> say(out, "  " + line));
        try (Moderator moderator = new Moderator(common.home(), new ModerateOptions(), store, Policy.standard(), err, false, true)) {
            return show(store, moderator, out);
        }
    }

    private int show(ModelStore store, Moderator moderator, PrintWriter out) throws IOException, InterruptedException {
        Path target = folder.toAbsolutePath().normalize();
        Files.createDirectories(target);
        say(out, "1. Models: into " + store.folder() + ", each verified by its SHA-256; fetched once.");
        moderator.pull();
        Path clip = target.resolve(DemoClip.FILE_NAME);
        if (Files.isRegularFile(clip)) {
            say(out, "2. Clip: " + clip + " is there and is used again.");
        } else {
            say(out, "2. Clip: a cartoon, a portrait, cards and speech, joined into " + clip);
            DemoClip.make(store, clip);
            say(out, "  " + DemoClip.ATTRIBUTION);
        }
        say(out, "3. Moderation by the default policy; nothing leaves this machine.");
        try {
            ModerationPackage kept = moderator.moderate(clip, target);
            moderator.summarize(clip, target, kept, out);
        } catch (StepFailedException e) {
            throw new CommandException(e.exitCode(), clip + ": " + e.getMessage(), e);
        }
        say(out, "4. Open the report in a browser: " + target.resolve(Report.fileName(clip)).toUri());
        return ExitCode.OK;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
