package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import moderato.kernel.RunIdentity;
import moderato.kernel.TaskContext;

/** The context of a task that no engine runs. */
record TestContext(String resource, JsonNode settings) implements TaskContext {

    @Override
    public RunIdentity run() {
        return new RunIdentity("arn:aws:states:us-east-1:000000000000:execution:machine:run", "run", "machine", "arn:aws:states:us-east-1:000000000000:stateMachine:machine",
                "role");
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
        return false;
    }
}
