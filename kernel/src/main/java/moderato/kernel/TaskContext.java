package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a handler may know and say while it works on a task. */
public interface TaskContext {

    /** The run that asked. */
    RunIdentity run();

    /** What the run's starter gave for its handlers, see {@link StartRequest#settings()}; an empty object when nothing. */
    JsonNode settings();

    /** The task's place in the run, attempt included. */
    String path();

    /** The resource that was asked for. */
    String resource();

    /** How large the output may be as JSON text. */
    default int mostBytes() {
        return Limits.PAYLOAD_BYTES;
    }

    /** The token that answers this task from outside, when it waits for one. */
    Optional<String> token();

    /** The same for every time that this attempt is asked for, and for no other: run and path. */
    default String idempotencyKey() {
        return run().id() + "#" + path();
    }

    /** Says that the work goes on. */
    void heartbeat();

    /** Says that the work was handed over and goes on elsewhere; the run's history shows the output given here. */
    void submitted(JsonNode output);

    /** Whether the work is to stop, as its outcome is no longer wanted or the run stops. The handler's thread is interrupted as well. */
    boolean cancelled();
}
