package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import moderato.kernel.Engine;
import moderato.kernel.HistoryEvent;
import moderato.kernel.RunDetails;
import moderato.states.HistoryWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moderato runs history}. */
@Command(name = "history", description = "Shows what happened in a run.", footer = {"", "Example:", "  moderato runs history 4f2c"})
final class RunsHistoryCommand extends OneRunCommand {

    @Option(names = "--json", description = "print GetExecutionHistory's answer")
    private boolean json;

    @Override
    Engine open() throws IOException {
        return Engines.read(home());
    }

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        List<HistoryEvent> history = engine.history(details.summary().run().id());
        if (json) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            HistoryWriter.write(history, answer);
            out().println(new ObjectMapper().readTree(answer.toByteArray()).toPrettyString());
            return ExitCode.OK;
        }
        Table table = new Table("ID", "TIME", "EVENT", "STATE");
        List<String> places = HistoryPlaces.names(history);
        for (int i = 0; i < history.size(); i++) {
            table.row(String.valueOf(i + 1), Table.time(history.get(i).at()), history.get(i).type(), places.get(i));
        }
        table.print(out());
        return ExitCode.OK;
    }
}
