package moderato.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.RunDetails;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
/** {@code moderato runs stop}. */
@Command(name = "stop", description = "Asks a run to stop.", footer = {"", "Example:", "  moderato runs stop 4f2c --cause 'wrong input'"})
final class RunsStopCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RUN", description = "the run: its id, its name, or the beginning of its name")
    private String run = "";

    @Option(names = "--error", description = "the error's name that the run ends with")
    private @Nullable String error;

    @Option(names = "--cause", description = "why")
    private @Nullable String cause;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engines.open(common.home())) {
            RunDetails details = RunReference.find(engine, run);
            engine.stop(details.summary().run().id(), Optional.ofNullable(error), Optional.ofNullable(cause));
            out.println("stopping " + details.summary().run().name());
            return ExitCode.OK;
        }
    }
}
