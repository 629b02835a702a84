package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/** What may be referred to of a ForEach step, made of its children. */
final class LoopProperties {

    private final Plan plan;
    private final Nodes nodes;
    private final PersistentVector<StepState> steps;

    LoopProperties(Plan plan, PersistentVector<StepState> steps) {
        this.plan = plan;
        this.nodes = new Nodes(plan);
        this.steps = steps;
    }

    /** Status, counts, IterationOutputs and, with a selector, Selected. */
    ObjectNode of(int loop) {
        ObjectNode properties = counts(loop);
        ArrayNode iterations = properties.putArray("IterationOutputs");
        for (int item = 0; item < steps.get(loop).items().size(); item++) {
            ObjectNode iteration = iterations.addObject();
            for (int template : plan.body(loop)) {
                iteration.set(plan.step(template).name(), steps.get(nodes.child(steps, loop, item, template)).properties());
            }
        }
        selected(loop).ifPresent(child -> properties.set("Selected", steps.get(child.number()).properties()));
        return properties;
    }

    /** Status and counts, as the service's metadata has them. */
    ObjectNode counts(int loop) {
        StepState state = steps.get(loop);
        List<Integer> children = nodes.children(steps, loop);
        return JsonNodeFactory.instance.objectNode()
                .put("Status", state.phase().status())
                .put("InputItemCount", state.items().size())
                .put("TotalStepCount", children.size())
                .put("SucceededStepCount", count(children, StepPhase.SUCCEEDED))
                .put("FailedStepCount", count(children, StepPhase.FAILED))
                .put("StoppedStepCount", count(children, StepPhase.STOPPED));
    }

    private int count(List<Integer> children, StepPhase phase) {
        return (int) children.stream().filter(child -> steps.get(child).phase() == phase).count();
    }

    /** The child that the selector picks: the first with the greatest or the least value; items without one do not compete. */
    Optional<Node> selected(int loop) {
        if (!(plan.step(loop).body() instanceof Step.Loop body) || body.selector().isEmpty()) {
            return Optional.empty();
        }
        Step.Selector selector = body.selector().get();
        Optional<Node> best = Optional.empty();
        double bestValue = 0;
        for (int item = 0; item < steps.get(loop).items().size(); item++) {
            Node child = nodes.of(steps, nodes.child(steps, loop, item, plan.number(selector.step())));
            Optional<Double> value = Accessor.follow(steps.get(child.number()).properties(), selector.field()).flatMap(LoopProperties::number);
            if (value.isPresent() && (best.isEmpty() || (selector.greatest() ? value.get() > bestValue : value.get() < bestValue))) {
                best = Optional.of(child);
                bestValue = value.get();
            }
        }
        return best;
    }

    private static Optional<Double> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.asDouble());
        }
        return new Parameter("", Parameter.Type.Float, Optional.empty(), List.of()).coerce(value.asText()).map(JsonNode::asDouble);
    }
}
