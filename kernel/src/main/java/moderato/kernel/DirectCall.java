package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a handler on the caller's own thread. */
final class DirectCall implements CommandContext {

    private final RunIdentity run;
    private final Command.StartTask task;
    private final JsonNode settings;
    private @Nullable JsonNode submitted;

    DirectCall(RunIdentity run, Command.StartTask task, JsonNode settings) {
        this.run = run;
        this.task = task;
        this.settings = settings;
    }

    TaskScript.Answer call(TaskHandlers handlers) {
        Outcome outcome = HandlerCall.outcome(handlers, task, this);
        Optional<JsonNode> handedOver = Optional.ofNullable(submitted);
        if (task.token().isPresent() && outcome instanceof Outcome.Succeeded accepted) {
            return TaskScript.Answer.silence().withSubmitted(handedOver.orElse(accepted.output()));
        }
        TaskScript.Answer answer = TaskScript.Answer.of(outcome);
        return handedOver.map(answer::withSubmitted).orElse(answer);
    }

    @Override
    public Command.StartTask task() {
        return task;
    }

    @Override
    public RunIdentity run() {
        return run;
    }

    @Override
    public JsonNode settings() {
        return settings;
    }

    @Override
    public void heartbeat() {
        // the clock stands still during the call
    }

    @Override
    public void submitted(JsonNode output) {
        submitted = output.isMissingNode() ? NullNode.instance : CanonicalJson.of(output);
    }

    @Override
    public boolean cancelled() {
        return Thread.currentThread().isInterrupted();
    }
}
