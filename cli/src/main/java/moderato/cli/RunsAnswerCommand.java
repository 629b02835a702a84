package moderato.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato runs answer}. */
@Command(name = "answer", description = "Answers the token of a task that waits for it.", footer = {"", "Example:", "  moderato runs answer TOKEN --output '{\"approved\": true}'"})
final class RunsAnswerCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "TOKEN", description = "the task token")
    private String token = "";

    @Option(names = "--output", paramLabel = "FILE|JSON", description = "the task succeeded, with this output")
    private @Nullable String output;

    @Option(names = "--error", description = "the task failed, with this error name")
    private @Nullable String error;

    @Option(names = "--cause", description = "why it failed")
    private @Nullable String cause;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engines.open(common.home())) {
            if ((output == null) == (error == null)) {
                throw new CommandException(ExitCode.USAGE, "give either --output JSON or --error NAME [--cause TEXT]");
            }
            Outcome outcome = output == null ? new Outcome.Failed(Optional.ofNullable(error), Optional.ofNullable(cause)) : new Outcome.Succeeded(RunOptions.json(output));
            engine.answer(token, outcome);
            out.println("answered");
            return ExitCode.OK;
        }
    }
}
