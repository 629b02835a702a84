package moderato.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.HistoryEvent;
import moderato.kernel.RunDetails;
import moderato.pipelines.ExecutionView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato runs show}. */
@Command(name = "show", description = "Shows a run: its states or steps with status and duration, in the terminal, as JSON or as a page.", footer = {"", "Example:",
        "  moderato runs show 4f2c --html run.html"})
final class RunsShowCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RUN", description = "the run: its id, its name, or the beginning of its name")
    private String run = "";

    @Option(names = "--json", description = "print the service's own description of the run")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "write a self-contained page with the drawn graph, inputs, outputs and a timeline")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engines.read(common.home())) {
            RunDetails details = RunReference.find(engine, run);
            List<HistoryEvent> history = engine.history(details.summary().run().id());
            boolean pipeline = details.definition().language().equals(DefinitionFile.PIPELINES);
            if (json) {
                out.println((pipeline ? describePipeline(history) : RunAnswers.describe(details)).toPrettyString());
                return ExitCode.OK;
            }
            RunPicture picture = pipeline ? PipelinePicture.of(details, ExecutionView.of(history), Instant.now(), common.home().jobs().resolve("logs")) : StatesPicture.of(details, StateVisits.of(history), Instant.now());
            if (html != null) {
                Path aside = html.resolveSibling("." + html.getFileName() + ".part");
                Files.writeString(aside, RunPage.of(picture));
                Files.move(aside, html, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                out.println("wrote " + html);
                return ExitCode.OK;
            }
            RunText.print(picture, out);
            return ExitCode.OK;
        }
    }

    private static ObjectNode describePipeline(List<HistoryEvent> history) {
        ExecutionView view = ExecutionView.of(history);
        ObjectNode answer = view.execution().deepCopy();
        answer.setAll(view.listSteps());
        return answer;
    }
}
