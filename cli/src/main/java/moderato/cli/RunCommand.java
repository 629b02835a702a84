package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import moderato.kernel.Engine;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.pipelines.PipelineLanguage;
import moderato.pipelines.PipelineProgram;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code moderato run}: runs a state machine or a pipeline to its end.
 *
 * <p>It is described without annotations, as the program itself: reading those takes longer than a small run.
 */
final class RunCommand implements Callable<Integer> {

    private static final String REFERENCE = "SourcePipelineExecutionArn";

    private final CommandSpec spec;

    private RunCommand() {
        spec = CommandSpec.wrapWithoutInspection(this).name("run");
    }

    /** The command, as the command line takes it. */
    static CommandSpec described() {
        CommandSpec spec = new RunCommand().spec;
        spec.usageMessage().description("Runs a state machine or a SageMaker pipeline to its end; which it is, the file's content tells.")
                .footer("", "Examples:", "  moderato run order.asl.json --input '{\"id\": 7}' --handlers handlers.yaml",
                        "  moderato run train.pipeline.json -p Epochs=3 --images images.yaml --map s3://my-bucket=data");
        CommonOptions.describe(spec);
        RunOptions.describe(spec);
        return spec.addPositional(PositionalParamSpec.builder().type(Path.class).arity("1").paramLabel("FILE").description("the definition: Amazon States Language, or a SageMaker pipeline").build())
                .addOption(OptionSpec.builder("--name").type(String.class).paramLabel("NAME").description("the run's name (default: a new one)").build())
                .addOption(OptionSpec.builder("--follow").type(boolean.class).description("show what the jobs write to their logs, too").build())
                .addOption(OptionSpec.builder("--quiet").type(boolean.class).description("print no progress, only the output").build());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ParseResult given = spec.commandLine().getParseResult();
        Home home = CommonOptions.of(given).home();
        RunOptions options = new RunOptions(given);
        Path file = given.matchedPositionalValue(0, Path.of(""));
        boolean quiet = given.matchedOptionValue("--quiet", false);
        DefinitionFile definition = DefinitionFile.read(file);
        JsonNode input = options.input(definition.definition().language());
        if (input.path("SelectiveExecutionConfig") instanceof ObjectNode selection && selection.has(REFERENCE)) {
            selection.put(REFERENCE, execution(home, selection.path(REFERENCE).asText()));
        }
        RunIdentity run = RunNames.of(definition, Optional.ofNullable(given.matchedOptionValue("--name", (String) null)));
        ObjectNode settings = options.settings();
        if (definition.definition().language().equals(DefinitionFile.PIPELINES)) {
            new StartCheck(file, home, settings, spec.commandLine().getErr()).check(compiled(file, definition), input, run);
        }
        StartRequest request = new StartRequest(definition.definition(), run, input, settings);
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        try (Engine engine = Engines.open(home)) {
            start(engine, request, file);
            PrintWriter progress = quiet ? new PrintWriter(Writer.nullWriter()) : err;
            boolean colours = RunView.onTerminal() && !quiet;
            RunView view = new RunView(progress, colours, given.matchedOptionValue("--follow", false) ? Optional.of(home) : Optional.empty());
            Outcome outcome = RunView.watch(engine, run.id(), view);
            return new RunEnding(out, err).say(run.name(), outcome, () -> engine.history(run.id()));
        }
    }

    /* A run is meant by its name as well as by its ARN. */
    private static String execution(Home home, String reference) throws IOException {
        try (Engine engine = Engines.read(home)) {
            return RunReference.find(engine, reference).summary().run().id();
        }
    }

    private static PipelineProgram compiled(Path file, DefinitionFile definition) {
        try {
            return new PipelineLanguage().compile(definition.definition());
        } catch (InvalidDefinitionException e) {
            throw invalid(file, e);
        }
    }

    private static void start(Engine engine, StartRequest request, Path file) {
        try {
            engine.start(request);
        } catch (InvalidDefinitionException e) {
            throw invalid(file, e);
        }
    }

    private static CommandException invalid(Path file, InvalidDefinitionException e) {
        return new CommandException(ExitCode.BAD_INPUT, e.problems().stream().map(problem -> file + ":" + problem.line() + ":" + problem.column() + ": " + (problem.pointer().isEmpty() ? "/" : problem.pointer()) + ": " + problem.message())
                .collect(Collectors.joining("\nmoderato: ")), e);
    }
}
