package moderato.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/** Finds the steps of an execution by number and by name, the children of loops too. */
final class Nodes {

    private final Plan plan;

    Nodes(Plan plan) {
        this.plan = plan;
    }

    Node of(PersistentVector<StepState> steps, int number) {
        if (number < plan.size()) {
            return new Node(number, number, plan.step(number), -1, 0);
        }
        for (int loop : plan.loops()) {
            StepState state = steps.get(loop);
            int offset = number - state.firstChild();
            List<Integer> body = plan.body(loop);
            if (state.firstChild() > 0 && offset >= 0 && offset < state.items().size() * body.size()) {
                int template = body.get(offset % body.size());
                return new Node(number, template, plan.step(template), loop, offset / body.size());
            }
        }
        throw new IllegalStateException("no step has the number " + number);
    }

    /** The step of a name, as in paths. */
    Optional<Node> named(PersistentVector<StepState> steps, String name) {
        int number = plan.number(name);
        if (number >= 0) {
            return Optional.of(of(steps, number));
        }
        int dash = name.lastIndexOf('-');
        if (dash < 0 || !name.substring(dash + 1).matches("\\d{1,6}")) {
            return Optional.empty();
        }
        int template = plan.number(name.substring(0, dash));
        if (template < 0 || !plan.inBody(template)) {
            return Optional.empty();
        }
        int loop = plan.loopOf(template);
        int item = Integer.parseInt(name.substring(dash + 1));
        if (item >= steps.get(loop).items().size()) {
            return Optional.empty();
        }
        return Optional.of(of(steps, child(steps, loop, item, template)));
    }

    /** The number of a loop's child. */
    int child(PersistentVector<StepState> steps, int loop, int item, int template) {
        List<Integer> body = plan.body(loop);
        return steps.get(loop).firstChild() + item * body.size() + body.indexOf(template);
    }

    /** The number that a step of the definition has as seen from a node: its own sibling, when both are children of one loop. */
    int seenFrom(PersistentVector<StepState> steps, Node node, int template) {
        return node.child() && plan.inBody(template) && plan.loopOf(template) == node.loop() ? child(steps, node.loop(), node.item(), template) : template;
    }

    /** Those whose work a node waits for: a step, or all children of a loop, which makes nothing itself; children do not wait for each other by their loop. */
    List<Integer> makers(PersistentVector<StepState> steps, Node node, Plan.Wait wait) {
        if (plan.loops().contains(wait.from())) {
            return node.loop() == wait.from() ? List.of() : children(steps, wait.from());
        }
        return List.of(seenFrom(steps, node, wait.from()));
    }

    /** The numbers of all children of a loop, item by item; none before it began. */
    List<Integer> children(PersistentVector<StepState> steps, int loop) {
        StepState state = steps.get(loop);
        List<Integer> children = new ArrayList<>();
        for (int i = 0; state.firstChild() > 0 && i < state.items().size() * plan.body(loop).size(); i++) {
            children.add(state.firstChild() + i);
        }
        return children;
    }
}
