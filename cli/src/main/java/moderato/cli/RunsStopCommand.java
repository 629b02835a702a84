package moderato.cli;

import java.util.Optional;
import moderato.kernel.Engine;
import moderato.kernel.RunDetails;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
/** {@code moderato runs stop}. */
@Command(name = "stop", description = "Asks a run to stop.", footer = {"", "Example:", "  moderato runs stop 4f2c --cause 'wrong input'"})
final class RunsStopCommand extends OneRunCommand {

    @Option(names = "--error", description = "the error's name that the run ends with")
    private @Nullable String error;

    @Option(names = "--cause", description = "why")
    private @Nullable String cause;

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        engine.stop(details.summary().run().id(), Optional.ofNullable(error), Optional.ofNullable(cause));
        out().println("stopping " + details.summary().run().name());
        return ExitCode.OK;
    }
}
