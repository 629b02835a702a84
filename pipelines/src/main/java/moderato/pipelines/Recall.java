package moderato.pipelines;

/**
 * Brings back what a cached result had left and what was taken away since, when a step needs it after all: the step that made it is done
 * again in the same execution, and the one that needs it waits for that.
 */
final class Recall {

    private final Execution execution;

    Recall(Execution execution) {
        this.execution = execution;
    }

    /** Whether a step has to wait because something that it reads is made again; it waits from then on. */
    boolean of(Node node, Request request) {
        if (node.child()) {
            return false;
        }
        String text = request.arguments().toString();
        boolean waits = false;
        for (Plan.Wait wait : execution.plan().waits(node.template())) {
            StepState from = execution.state(wait.from());
            if (from.removed().stream().anyMatch(output -> reads(text, output))) {
                waits = true;
                if (from.phase() == StepPhase.SUCCEEDED) {
                    execution.recall(wait.from(), node.name());
                }
            }
        }
        if (waits) {
            execution.put(node.number(), execution.state(node.number()).in(StepPhase.WAITING));
        }
        return waits;
    }

    /** Whether a step that begins keeps its properties until it has new ones: others may be at work with them. */
    boolean keepsProperties(Node node) {
        return !execution.state(node.number()).wantedBy().isEmpty();
    }

    private static boolean reads(String request, String output) {
        String address = output.endsWith("/") ? output.substring(0, output.length() - 1) : output;
        return request.contains(address + "\"") || request.contains(address + "/");
    }
}
