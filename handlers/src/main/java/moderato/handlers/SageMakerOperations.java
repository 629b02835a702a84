package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;

/** Operations of the SageMaker API that answer at once: what is described, listed, registered, reserved or begun. */
@FunctionalInterface
public interface SageMakerOperations {

    /**
     * Does an operation.
     *
     * @param operation its name in lower camel case, such as {@code describeTrainingJob}
     * @param request with the members of the API
     * @return the API's answer, with times as seconds since 1970; empty when the operation is none of these
     * @throws TaskFailedException when it is refused, with the API's error name, such as {@code ResourceNotFound}
     */
    Optional<ObjectNode> call(String operation, JsonNode request, TaskContext context) throws TaskFailedException;
}
