package moderato.pipelines;

import java.util.Optional;

/**
 * The place of a task or timer in an execution: {@code <step>.<entry>.<what>}, and for reads {@code .<number>}.
 *
 * <p>The entry rises with every beginning and every retry of a step, so no path is used twice.
 */
record StepPath(String name, int entry, String what, int number) {

    /** A path's parts; nothing when it is not one of ours. */
    static Optional<StepPath> of(String path) {
        String[] parts = path.split("\\.");
        if (parts.length < 3 || !parts[1].matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(new StepPath(parts[0], Integer.parseInt(parts[1]), parts[2], parts.length > 3 ? Integer.parseInt(parts[3]) : 0));
    }

    static String of(Node node, StepState state, String what) {
        return node.name() + "." + state.entry() + "." + what;
    }
}
