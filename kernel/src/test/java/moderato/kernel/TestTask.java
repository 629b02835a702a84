package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The context of a task that no engine runs. */
public record TestTask(RunIdentity run, String path, String resource, JsonNode settings, BooleanSupplier isCancelled) implements TaskContext {

    /** A task of some run of a state machine, which nobody cancels. */
    public static TestTask of(String resource, JsonNode settings) {
        String arn = "arn:aws:states:us-east-1:000000000000:";
        RunIdentity run = new RunIdentity(arn + "execution:machine:run", "run", "machine", arn + "stateMachine:machine", "role");
        return new TestTask(run, "1", resource, settings, () -> false);
    }

    /** The same without settings. */
    public static TestTask of(String resource) {
        return of(resource, JsonNodeFactory.instance.objectNode());
    }

    /** The same task at a place of another run. */
    public TestTask in(RunIdentity other, String place) {
        return new TestTask(other, place, resource, settings, isCancelled);
    }

    /** The same task, which is told to stop as soon as this holds. */
    public TestTask cancelledWhen(BooleanSupplier condition) {
        return new TestTask(run, path, resource, settings, condition);
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
