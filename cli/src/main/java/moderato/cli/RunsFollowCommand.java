package moderato.cli;

import java.util.Optional;
import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import picocli.CommandLine.Command;

/** {@code moderato runs follow}. */
@Command(name = "follow", description = "Prints what happens in a run and what its jobs write, from its start, until it ends.", footer = {"", "Example:", "  moderato runs follow 4f2c"})
final class RunsFollowCommand extends OneRunCommand {

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        String id = details.summary().run().id();
        Outcome outcome = RunView.watch(engine, id, new RunView(err(), RunView.onTerminal(), Optional.of(home())));
        return new RunEnding(out(), err()).say(details.summary().run().name(), outcome, () -> engine.history(id));
    }
}
