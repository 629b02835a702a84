package moderato.pipelines;

import java.util.ArrayList;
import java.util.List;

/** The steps of an execution that may start: who still waits for others, who is ready, and who begins. */
final class ReadySteps {

    /** How many steps begin in one event before others get a turn. */
    private static final int MOST_BEGINNINGS = 1000;

    private final Execution execution;
    private final List<Integer> ready;
    private int beginnings;

    ReadySteps(Execution execution, List<Integer> ready) {
        this.execution = execution;
        this.ready = new ArrayList<>(ready);
    }

    /** In the order in which they became ready. */
    List<Integer> numbers() {
        return ready;
    }

    void clear() {
        ready.clear();
    }

    /** Whether so many steps began in this event that others are to have their turn. */
    boolean hadItsTurn() {
        return beginnings >= MOST_BEGINNINGS;
    }

    /** Looks whether a waiting step may start, or never will. */
    void consider(int number) {
        Plan plan = execution.plan();
        if (execution.state(number).phase() != StepPhase.WAITING || number < plan.size() && plan.inBody(number)) {
            return;
        }
        Node node = execution.node(number);
        boolean all = true;
        for (Plan.Wait wait : plan.waits(node.template())) {
            switch (Fate.of(wait, execution.state(seenFrom(node, wait)))) {
                case NEVER -> {
                    execution.put(number, execution.state(number).in(StepPhase.SKIPPED));
                    return;
                }
                case OPEN -> all = false;
                case MET -> {
                }
            }
        }
        if (all) {
            execution.put(number, execution.state(number).in(StepPhase.READY));
            ready.add(number);
        }
    }

    private int seenFrom(Node node, Plan.Wait wait) {
        return execution.nodes().seenFrom(execution.steps(), node, wait.from());
    }

    /** Has those wait again that were ready to follow a step. */
    void holdBack(int number) {
        for (int waiting : List.copyOf(ready)) {
            Node node = execution.node(waiting);
            if (execution.plan().waits(node.template()).stream().anyMatch(wait -> seenFrom(node, wait) == number)) {
                ready.remove(Integer.valueOf(waiting));
                execution.put(waiting, execution.state(waiting).in(StepPhase.WAITING));
            }
        }
    }

    /**
     * Begins the ready steps that may start; a failure among them does not keep the others back, as all start at the same time.
     *
     * @param conditions whether only conditions begin
     * @param failing whether a step had failed before
     * @return whether any began
     */
    boolean begin(boolean conditions, boolean failing) {
        boolean moved = false;
        int at = 0;
        while (at < ready.size() && execution.phase() == PipelineRun.Phase.EXECUTING && execution.running() < execution.options().parallel() && !hadItsTurn()) {
            Node node = execution.node(ready.get(at));
            if (conditions && node.step().type() != StepType.Condition || !mayStart(node, failing)) {
                at++;
                continue;
            }
            ready.remove(at);
            beginnings++;
            moved = true;
            execution.work().begin(node);
        }
        return moved;
    }

    private boolean mayStart(Node node, boolean afterFailure) {
        if (node.child()) {
            return execution.loops().hasRoom(node.loop());
        }
        return !afterFailure || execution.options().startIndependent() || execution.plan().aftercare(node.template());
    }
}
