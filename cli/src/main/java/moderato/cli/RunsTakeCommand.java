package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.kernel.ActivityTask;
import moderato.kernel.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato runs take}. */
@Command(name = "take", description = {"Takes the next task of an activity, as its workers do, and prints GetActivityTask's answer: token and input.",
        "The worker answers with 'runs answer'."}, footer = {"", "Example:", "  moderato runs take arn:aws:states:eu-central-1:123456789012:activity:sign"})
final class RunsTakeCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ACTIVITY", description = "the activity's ARN, as the state machine names it")
    private String activity = "";

    @Option(names = "--worker", description = "the worker's name (default: ${DEFAULT-VALUE})")
    private String worker = "moderato";

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for a task (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        try (Engine engine = Engines.open(common.home())) {
            Optional<ActivityTask> task = engine.pollActivity(activity, worker, Duration.ofSeconds(seconds));
            ObjectNode answer = new ObjectMapper().createObjectNode().put("taskToken", task.map(ActivityTask::token).orElse(null));
            task.ifPresent(taken -> answer.put("input", taken.input().toString()));
            spec.commandLine().getOut().println(answer.toPrettyString());
            return ExitCode.OK;
        }
    }
}
