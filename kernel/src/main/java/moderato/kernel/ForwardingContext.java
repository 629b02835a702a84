package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A {@link TaskContext} that says what another says, but for what it overrides: for a handler that has another do a part of its work. */
public interface ForwardingContext extends TaskContext {

    /** The other one. */
    TaskContext task();

    @Override
    default RunIdentity run() {
        return task().run();
    }

    @Override
    default JsonNode settings() {
        return task().settings();
    }

    @Override
    default String path() {
        return task().path();
    }

    @Override
    default String resource() {
        return task().resource();
    }

    @Override
    default int mostBytes() {
        return task().mostBytes();
    }

    @Override
    default Optional<String> token() {
        return task().token();
    }

    @Override
    default String idempotencyKey() {
        return task().idempotencyKey();
    }

    @Override
    default void heartbeat() {
        task().heartbeat();
    }

    @Override
    default void submitted(JsonNode output) {
        task().submitted(output);
    }

    @Override
    default boolean cancelled() {
        return task().cancelled();
    }
}
