package moderato.cli;

import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import picocli.CommandLine.Command;
/** {@code moderato runs redrive}. */
@Command(name = "redrive", aliases = "retry", description = "Makes a run that failed go on from where it failed, and waits for it.", footer = {"", "Example:", "  moderato runs redrive 4f2c"})
final class RunsRedriveCommand extends OneRunCommand {

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        String id = details.summary().run().id();
        engine.redrive(id);
        Outcome outcome = engine.await(id);
        return new RunEnding(out(), err()).say(details.summary().run().name(), outcome, RunEnding.endedIn(engine.history(id)));
    }
}
