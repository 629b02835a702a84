package moderato.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import moderato.kernel.RunFilter;
import moderato.kernel.RunStatus;
import moderato.kernel.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moderato runs resume}. */
@Command(name = "resume", description = "Continues every run that a dead process left open, and waits until they end.", footer = {"", "Example:", "  moderato runs resume"})
final class RunsResumeCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Engine engine = Engines.open(common.home())) {
            List<RunSummary> open = engine.list(RunFilter.newest(Integer.MAX_VALUE).withStatus(RunStatus.RUNNING)).runs();
            String names = open.stream().map(summary -> summary.run().name()).collect(Collectors.joining(", "));
            out.println(open.size() + (open.size() == 1 ? " run is open" : " runs are open") + (names.isEmpty() ? "" : ": " + names));
            out.flush();
            int worst = ExitCode.OK;
            for (RunSummary summary : open) {
                String id = summary.run().id();
                Outcome outcome = engine.await(id);
                out.println(summary.run().name() + "  " + RunAnswers.status(RunStatus.of(outcome)));
                if (!(outcome instanceof Outcome.Succeeded)) {
                    worst = Math.max(worst, new RunEnding(out, err).say(summary.run().name(), outcome, () -> engine.history(id)));
                }
            }
            return worst;
        }
    }
}
