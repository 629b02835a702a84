package moderato.pipelines;

import java.util.Optional;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/**
 * Handlers with an answer for the step types that do not run here: unless somebody registered a handler for {@code step:<Type>}, such a
 * step fails and says that it needs AWS.
 */
public record NeedsAws(TaskHandlers registered) implements TaskHandlers {

    /** The error of a step, and of its run, that could only be run by AWS. */
    public static final String ERROR = "NeedsAws";

    private static final String PREFIX = "step:";

    @Override
    public Optional<TaskHandler> find(String resource) {
        Optional<TaskHandler> handler = registered.find(resource);
        if (handler.isPresent() || !resource.startsWith(PREFIX)) {
            return handler;
        }
        String type = resource.substring(PREFIX.length());
        return Optional.of((payload, context) -> {
            throw new TaskFailedException(ERROR, "A step of type " + type + " needs AWS. To run it here, register a command or an HTTP address for " + resource + ".");
        });
    }
}
