package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;

/** A function that stands for a Lambda function. */
@FunctionalInterface
public interface LocalFunction {

    /**
     * Calls the function.
     *
     * @throws TaskFailedException when it failed, with its error type and a cause as Lambda writes it
     */
    JsonNode call(JsonNode event, TaskContext context) throws TaskFailedException, InterruptedException;
}
