package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Turns whatever a handler does into an outcome. */
final class HandlerCall {

    private HandlerCall() {
    }

    /**
     * The outcome of a task's handler, which is called here and now.
     *
     * <p>An interrupt leaves the thread interrupted and gives a failure; callers look at the flag before they believe it.
     */
    static Outcome outcome(TaskHandlers handlers, Command.StartTask task, TaskContext context) {
        try {
            Optional<TaskHandler> handler = handlers.find(task.resource());
            if (handler.isEmpty()) {
                return failed(Optional.empty(), "There is no handler for the resource '" + task.resource()
                        + "'. Name one in the handlers file, or check the resource's spelling.");
            }
            return checked(task.resource(), handler.get().handle(task.payload(), context), task.mostBytes());
        } catch (TaskFailedException e) {
            return failed(Optional.of(CanonicalJson.text(e.error())), e.explanation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Optional.empty(), "The work was interrupted.");
        } catch (Exception | StackOverflowError | OutOfMemoryError | LinkageError e) {
            return failed(Optional.of(e.getClass().getSimpleName()), String.valueOf(e.getMessage()));
        }
    }

    /** An output as an outcome: refused when it is too large, or no JSON. */
    static Outcome checked(String resource, JsonNode output, int mostBytes) {
        JsonNode canonical;
        try {
            canonical = CanonicalJson.of(output);
        } catch (IllegalArgumentException e) {
            return failed(Optional.empty(), "The output of '" + resource + "' cannot be used: " + e.getMessage() + ".");
        }
        if (CanonicalJson.bytes(canonical) > mostBytes) {
            return failed(Optional.of(Limits.DATA_LIMIT_EXCEEDED), "The state/task '" + resource
                    + "' returned a result with a size exceeding the maximum number of bytes service limit.");
        }
        return new Outcome.Succeeded(canonical);
    }

    private static Outcome failed(Optional<String> error, String cause) {
        return new Outcome.Failed(error, Optional.of(CanonicalJson.text(cause)));
    }
}
