package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import moderato.kernel.RunIdentity;
import moderato.kernel.TaskContext;

/** The context of a task that no engine runs. */
record TestTask(String execution, String resource, String path) implements TaskContext {

    static final String PIPELINE = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/churn";

    @Override
    public RunIdentity run() {
        return new RunIdentity(PIPELINE + "/execution/" + execution, execution, "churn", PIPELINE, "role");
    }

    @Override
    public JsonNode settings() {
        return JsonNodeFactory.instance.objectNode();
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
