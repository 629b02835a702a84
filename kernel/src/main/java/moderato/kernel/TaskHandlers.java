package moderato.kernel;

import java.util.Optional;

/** Which handler does the work of which resource. */
@FunctionalInterface
public interface TaskHandlers {

    /** The handler of a resource; none: the task fails, without an error's name but with a text that says so. */
    Optional<TaskHandler> find(String resource);
}
