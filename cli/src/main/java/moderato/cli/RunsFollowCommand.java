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
/** {@code moderato runs follow}. */
@Command(name = "follow", description = "Prints what happens in a run, from its start, until it ends.", footer = {"", "Example:", "  moderato runs follow 4f2c"})
final class RunsFollowCommand implements Callable<Integer> {

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
            Outcome outcome = RunView.watch(engine, id, new RunView(spec.commandLine().getErr(), RunView.onTerminal()));
            return new RunEnding(out, spec.commandLine().getErr()).say(details.summary().run().name(), outcome, RunEnding.endedIn(engine.history(id)));
        }
    }
}
