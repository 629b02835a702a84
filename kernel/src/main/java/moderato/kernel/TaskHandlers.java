package moderato.kernel;

import java.util.Optional;

/** Which handler does the work of which resource. */
@FunctionalInterface
public interface TaskHandlers {

    /** The handler of a resource; none: the task fails, by the name that its language has for that. */
    Optional<TaskHandler> find(String resource);
}
