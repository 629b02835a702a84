package moderato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.RunFilter;
import moderato.kernel.RunStatus;
import moderato.kernel.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moderato runs list}. */
@Command(name = "list", description = "Lists runs, newest first.", footer = {"", "Example:", "  moderato runs list --status RUNNING"})
final class RunsListCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--status", description = "only runs of this status: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, STOPPED, PARKED")
    private @Nullable RunStatus status;

    @Option(names = "--limit", description = "how many at most (default: ${DEFAULT-VALUE})")
    private int limit = 50;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engines.read(common.home())) {
            RunFilter filter = RunFilter.newest(limit);
            List<RunSummary> runs = engine.list(status == null ? filter : filter.withStatus(status)).runs();
            if (json) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                runs.forEach(summary -> list.addObject().put("executionArn", summary.run().id()).put("name", summary.run().name()).put("definition", summary.run().definitionName())
                        .put("language", summary.language()).put("status", RunAnswers.status(summary.status())).put("startDate", summary.started().toString())
                        .put("stopDate", summary.ended().map(Instant::toString).orElse(null)));
                out.println(list.toPrettyString());
                return ExitCode.OK;
            }
            Table table = new Table("STARTED", "STATUS", "DURATION", "DEFINITION", "NAME");
            for (RunSummary summary : runs) {
                Duration duration = Duration.between(summary.started(), summary.ended().orElseGet(Instant::now));
                table.row(Table.time(summary.started()), RunAnswers.status(summary.status()), Table.duration(duration), summary.run().definitionName(), summary.run().name());
            }
            table.print(out);
            return ExitCode.OK;
        }
    }
}
