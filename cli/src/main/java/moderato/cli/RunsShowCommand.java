package moderato.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import moderato.kernel.Engine;
import moderato.kernel.HistoryEvent;
import moderato.kernel.RunDetails;
import moderato.moderation.WholeFile;
import moderato.pipelines.ExecutionView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moderato runs show}. */
@Command(name = "show", description = "Shows a run: its states or steps with status and duration, in the terminal, as JSON or as a page.", footer = {"", "Example:",
        "  moderato runs show 4f2c --html run.html"})
final class RunsShowCommand extends OneRunCommand {

    @Option(names = "--json", description = "print the service's own description of the run")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "write a self-contained page with the drawn graph, inputs, outputs and a timeline")
    private @Nullable Path html;

    @Override
    Engine open() throws IOException {
        return Engines.read(home());
    }

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        List<HistoryEvent> history = engine.history(details.summary().run().id());
        boolean pipeline = details.definition().language().equals(DefinitionFile.PIPELINES);
        if (json) {
            out().println((pipeline ? describePipeline(history) : RunAnswers.describe(details)).toPrettyString());
            return ExitCode.OK;
        }
        RunPicture picture = pipeline ? PipelinePicture.of(details, ExecutionView.of(history), Instant.now(), home().jobs().resolve("logs")) : StatesPicture.of(details, StateVisits.of(history), Instant.now());
        if (html != null) {
            WholeFile.write(html, RunPage.of(picture));
            out().println("wrote " + html);
            return ExitCode.OK;
        }
        RunText.print(picture, out());
        return ExitCode.OK;
    }

    private static ObjectNode describePipeline(List<HistoryEvent> history) {
        ExecutionView view = ExecutionView.of(history);
        ObjectNode answer = view.execution().deepCopy();
        answer.setAll(view.listSteps());
        return answer;
    }
}
