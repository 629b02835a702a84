package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import moderato.kernel.RunIdentity;
import moderato.kernel.TaskContext;

/** The context of a task that no engine runs. */
record TestTask(String resource, JsonNode settings, BooleanSupplier isCancelled) implements TaskContext {

    @Override
    public RunIdentity run() {
        return new RunIdentity("arn:aws:sagemaker:us-east-1:000000000000:pipeline/p/execution/abcdefghijkl", "abcdefghijkl", "p",
                "arn:aws:sagemaker:us-east-1:000000000000:pipeline/p", "role");
    }

    @Override
    public String path() {
        return "1";
    }

    @Override
    public Optional<String> token() {
        return Optional.empty();
    }

    @Override
    public void heartbeat() {
        // no engine listens
    }

    @Override
    public void submitted(JsonNode output) {
        // no engine listens
    }

    @Override
    public boolean cancelled() {
        return isCancelled.getAsBoolean();
    }
}
