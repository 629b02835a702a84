package moderato.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
/** {@code moderato runs redrive}. */
@Command(name = "redrive", aliases = "retry", description = "Makes a run that failed go on from where it failed, and waits for it.", footer = {"", "Example:", "  moderato runs redrive 4f2c"})
final class RunsRedriveCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RUN", description = "the run: its id, its name, or the beginning of its name")
    private String run = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engines.open(common.home())) {
            RunDetails details = RunReference.find(engine, run);
            String id = details.summary().run().id();
            engine.redrive(id);
            Outcome outcome = engine.await(id);
            return new RunEnding(out, spec.commandLine().getErr()).say(details.summary().run().name(), outcome, RunEnding.endedIn(engine.history(id)));
        }
    }
}
