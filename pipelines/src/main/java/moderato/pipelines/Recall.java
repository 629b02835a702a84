package moderato.pipelines;

import java.util.List;

/**
 * Brings back what a cached result had left and what was taken away since, when a step needs it after all: the step that made it is done
 * again in the same execution, and the one that needs it waits for that.
 */
final class Recall {

    /** The error of a job whose input was taken away on purpose. */
    private static final String INPUT_REMOVED = "InputRemoved";

    private final Execution execution;

    Recall(Execution execution) {
        this.execution = execution;
    }

    /** Whether a step has to wait because something that it reads is made again; it waits from then on. */
    boolean of(Node node, Request request) {
        String text = request.arguments().toString();
        boolean waits = false;
        for (Plan.Wait wait : execution.plan().waits(node.template())) {
            for (int from : execution.nodes().makers(execution.steps(), node, wait)) {
                StepState maker = execution.state(from);
                if (maker.removed().stream().anyMatch(output -> reads(text, output))) {
                    waits = true;
                    if (maker.phase() == StepPhase.SUCCEEDED) {
                        execution.recall(from, node.name());
                    }
                }
            }
        }
        if (waits) {
            execution.put(node.number(), execution.state(node.number()).in(StepPhase.WAITING));
        }
        return waits;
    }

    /**
     * Whether a step whose work failed has to wait, because what it reads was taken away only after the cache had been asked; it waits from
     * then on.
     *
     * @param failure says which address that is: {@code <address> was taken away ...}
     */
    boolean after(Failure failure, Node node, Request request) {
        if (!failure.error().equals(INPUT_REMOVED)) {
            return false;
        }
        String address = failure.cause().replaceFirst("^" + INPUT_REMOVED + ": ", "").replaceFirst(" was taken away.*", "");
        boolean madeAgain = false;
        for (Plan.Wait wait : execution.plan().waits(node.template())) {
            for (int from : execution.nodes().makers(execution.steps(), node, wait)) {
                StepState maker = execution.state(from);
                if (maker.origin() == StepState.Origin.CACHE && reads(maker.properties().toString(), address)) {
                    execution.put(from, maker.change(draft -> draft.removed(List.of(address))));
                }
                madeAgain |= !maker.wantedBy().isEmpty() && maker.phase() == StepPhase.SUCCEEDED;
            }
        }
        if (reads(request.arguments().toString(), address) || !madeAgain) {
            return of(node, request);
        }
        // It was made again meanwhile, elsewhere.
        execution.put(node.number(), execution.state(node.number()).in(StepPhase.WAITING));
        execution.consider(node.number());
        return true;
    }

    /** Whether a step that begins keeps its properties until it has new ones: others may be at work with them. */
    boolean keepsProperties(Node node) {
        return !execution.state(node.number()).wantedBy().isEmpty();
    }

    /** Whether a JSON text names an address, or one below it. */
    static boolean reads(String request, String output) {
        String address = output.endsWith("/") ? output.substring(0, output.length() - 1) : output;
        return request.contains(address + "\"") || request.contains(address + "/");
    }
}
