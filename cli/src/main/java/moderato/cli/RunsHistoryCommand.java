package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.HistoryEvent;
import moderato.kernel.RunDetails;
import moderato.states.HistoryWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
/** {@code moderato runs history}. */
@Command(name = "history", description = "Shows what happened in a run.", footer = {"", "Example:", "  moderato runs history 4f2c"})
final class RunsHistoryCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RUN", description = "the run: its id, its name, or the beginning of its name")
    private String run = "";

    @Option(names = "--json", description = "print GetExecutionHistory's answer")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engines.read(common.home())) {
            RunDetails details = RunReference.find(engine, run);
            List<HistoryEvent> history = engine.history(details.summary().run().id());
            if (json) {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                HistoryWriter.write(history, answer);
                out.println(new ObjectMapper().readTree(answer.toByteArray()).toPrettyString());
                return ExitCode.OK;
            }
            Table table = new Table("ID", "TIME", "EVENT", "STATE");
            long id = 0;
            for (HistoryEvent event : history) {
                table.row(String.valueOf(++id), Table.time(event.at()), event.type(), RunEnding.placeOf(history, (int) id - 1));
            }
            table.print(out);
            return ExitCode.OK;
        }
    }
}
