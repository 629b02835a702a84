package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Does the outside work of one kind of resource.
 *
 * <p>A task is done at least once: after a crash the same attempt may be asked for again, with the same
 * {@link TaskContext#idempotencyKey()}.
 */
@FunctionalInterface
public interface TaskHandler {

    /**
     * Does the work.
     *
     * @return the task's output; ignored when the task waits for its token
     * @throws TaskFailedException when the work failed in a way that the definition may retry or catch
     * @throws InterruptedException when the task was cancelled or the engine is closing
     */
    JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException;
}
