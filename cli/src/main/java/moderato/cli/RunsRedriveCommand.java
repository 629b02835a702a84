package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moderato runs redrive}. */
@Command(name = "redrive", aliases = "retry", description = "Makes a run that failed go on from where it failed, and waits for it.", footer = {"", "Examples:", "  moderato runs redrive 4f2c",
        "  moderato runs retry churn --parallelism 2 --images mended.yaml"})
final class RunsRedriveCommand extends OneRunCommand {

    @Option(names = "--parallelism", paramLabel = "N", description = "how many steps of a pipeline run at a time from now on (default: as before)")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(names = "--handlers", paramLabel = "FILE", description = "what does the outside work from now on (default: as before)")
    private Optional<Path> handlers = Optional.empty();

    @Option(names = "--images", paramLabel = "FILE", description = "what stands for images from now on (default: as before)")
    private Optional<Path> images = Optional.empty();

    @Option(names = "--map", paramLabel = "s3://BUCKET/PREFIX=FOLDER", description = "the folders that stand for prefixes from now on (default: as before)")
    private List<String> maps = List.of();

    @Override
    int call(Engine engine, RunDetails details) throws Exception {
        String id = details.summary().run().id();
        if (parallelism.filter(most -> most < 1).isPresent()) {
            throw new CommandException(ExitCode.USAGE, "--parallelism is a whole number from 1 up, not " + parallelism.get());
        }
        if (parallelism.isPresent() && details.summary().language().equals(DefinitionFile.STATES)) {
            throw new CommandException(ExitCode.USAGE, "--parallelism is for pipelines; " + details.summary().run().name() + " is a run of a state machine");
        }
        RunView view = new RunView(err(), RunView.onTerminal(), Optional.empty()).after(engine.history(id));
        RunSettings settings = new RunSettings(handlers, images, maps);
        engine.redrive(id, parallelism.map(RunsRedriveCommand::limit), settings.isEmpty() ? Optional.empty() : Optional.of(settings.over(details.settings())));
        Outcome outcome = RunView.watch(engine, id, view);
        return new RunEnding(out(), err()).say(details.summary().run().name(), outcome, () -> engine.history(id));
    }

    private static JsonNode limit(int most) {
        return JsonNodeFactory.instance.objectNode().set("ParallelismConfiguration", JsonNodeFactory.instance.objectNode().put("MaxParallelExecutionSteps", most));
    }
}
