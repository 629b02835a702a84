package moderato.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.Engine;
import moderato.kernel.HomeEngine;
import moderato.kernel.RunDetails;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moderato runs stop}. */
@Command(name = "stop", description = "Asks a run to stop.", footer = {"", "Example:", "  moderato runs stop 4f2c --cause 'wrong input'"})
final class RunsStopCommand extends OneRunCommand {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    @Option(names = "--error", description = "the error's name that the run ends with")
    private @Nullable String error;

    @Option(names = "--cause", description = "why")
    private @Nullable String cause;

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        engine.stop(details.summary().run().id(), Optional.ofNullable(error), Optional.ofNullable(cause));
        out().println("stopping " + details.summary().run().name());
        if (engine instanceof HomeEngine home && home.owner()) {
            awaitJobs(engine, details.summary().run().id());
        }
        return ExitCode.OK;
    }

    /* Where no other process has the run in hand, its jobs end with this one. Whoever has a callback's token may take days. */
    private static void awaitJobs(Engine engine, String run) throws InterruptedException {
        Instant end = Instant.now().plus(JobStops.LONGEST);
        while (engine.await(run, LOOK_EVERY).isEmpty() && JobStops.areUnderWay(engine.history(run)) && Instant.now().isBefore(end)) {
            // the jobs have not ended yet
        }
    }
}
