package moderato.pipelines;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a program works out of a definition once: who waits for whom, by number. Steps are numbered in the order of the text, from 0. */
final class Plan {

    /**
     * That a step waits for another.
     *
     * @param from the number of the step waited for
     * @param branch the branch of a Condition, or the body of a ForEach, that must be entered; none: its outcome counts
     */
    record Wait(int from, Step.Trigger trigger, Optional<Step.Branch> branch) {
    }

    private final PipelineDefinition definition;
    private final PipelineGraph graph;
    private final boolean toy;
    private final List<Step> steps;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<List<Wait>> waits = new ArrayList<>();
    private final List<List<Integer>> followers = new ArrayList<>();
    private final List<List<Expression>> reads = new ArrayList<>();
    private final List<Integer> loops = new ArrayList<>();
    private final boolean[] aftercare;
    private final boolean[] tolerated;

    Plan(PipelineDefinition definition, PipelineGraph graph) {
        this.definition = definition;
        this.graph = graph;
        this.toy = ToyDefinition.is(definition);
        this.steps = definition.inOrder();
        this.aftercare = new boolean[steps.size()];
        this.tolerated = new boolean[steps.size()];
        steps.forEach(step -> numbers.put(step.name(), numbers.size()));
        steps.forEach(_ -> {
            waits.add(new ArrayList<>());
            followers.add(new ArrayList<>());
        });
        steps.forEach(step -> reads.add(readsOf(step)));
        steps.stream().filter(step -> step.type() == StepType.ForEach).forEach(step -> loops.add(number(step.name())));
        graph.edges().forEach(this::connect);
        steps.forEach(step -> followers.set(number(step.name()), followers.get(number(step.name())).stream().distinct().sorted().toList()));
        graph.order().forEach(name -> markAftercare(number(name)));
    }

    private void connect(PipelineGraph.Edge edge) {
        int from = number(edge.from());
        int to = number(edge.to());
        Step target = steps.get(to);
        Optional<Step.Branch> branch = switch (edge.via()) {
            case "if" -> Optional.of(Step.Branch.If);
            case "else" -> Optional.of(Step.Branch.Else);
            case "body" -> Optional.of(Step.Branch.Body);
            default -> Optional.empty();
        };
        // A reference to a step that has a run condition follows the condition: it is there to look at what became of that step.
        Step.Trigger trigger = branch.isPresent() ? Step.Trigger.Completed
                : target.dependsOn().stream().filter(dependency -> dependency.step().equals(edge.from())).map(Step.Dependency::trigger).findFirst()
                        .orElse(Step.Trigger.Completed);
        Wait wait = new Wait(from, trigger, branch);
        if (!waits.get(to).contains(wait)) {
            waits.get(to).add(wait);
        }
        followers.get(from).add(to);
        if (trigger != Step.Trigger.Completed) {
            aftercare[to] = true;
            tolerated[from] = true;
        }
    }

    private void markAftercare(int number) {
        if (aftercare[number]) {
            followers.get(number).forEach(follower -> aftercare[follower] = true);
        }
    }

    private static List<Expression> readsOf(Step step) {
        Set<Expression> found = new LinkedHashSet<>();
        Consumer<Expression> visitor = expression -> {
            if (expression instanceof Expression.PropertyFileGet || expression instanceof Expression.ObjectGet) {
                found.add(expression);
            }
        };
        step.arguments().visit(visitor);
        step.fields().values().forEach(field -> field.visit(visitor));
        switch (step.body()) {
            case Step.Work _ -> {
            }
            case Step.Choice choice -> choice.conditions().forEach(condition -> condition.visit(visitor));
            case Step.Loop loop -> loop.items().visit(visitor);
        }
        return List.copyOf(found);
    }

    PipelineDefinition definition() {
        return definition;
    }

    PipelineGraph graph() {
        return graph;
    }

    /** Whether the definition was made for tests, so that its Arguments are not held against the API. */
    boolean toy() {
        return toy;
    }

    int size() {
        return steps.size();
    }

    Step step(int number) {
        return steps.get(number);
    }

    /** A step's number; -1 when there is no such step. */
    int number(String name) {
        return numbers.getOrDefault(name, -1);
    }

    List<Wait> waits(int number) {
        return waits.get(number);
    }

    /** The steps that wait for a step. */
    List<Integer> followers(int number) {
        return followers.get(number);
    }

    /** The JsonGets of a step, in the order of its reads. */
    List<Expression> reads(int number) {
        return reads.get(number);
    }

    /** Whether a step is there for the time after something failed: it has a run condition, or follows a step that has. */
    boolean aftercare(int number) {
        return aftercare[number];
    }

    /** Whether some step has a run condition on this one, so that its failure does not bring the run down at once. */
    boolean tolerated(int number) {
        return tolerated[number];
    }

    /** The numbers of the loops. */
    List<Integer> loops() {
        return loops;
    }

    /** The numbers of the steps in a loop's body. */
    List<Integer> body(int loop) {
        return steps.get(loop).body() instanceof Step.Loop body ? body.children().stream().map(this::number).toList() : List.of();
    }

    /** The number of the loop that a step stands in; -1 when it stands in none. */
    int loopOf(int number) {
        return definition.loopOf(steps.get(number)).map(Step::name).map(this::number).orElse(-1);
    }

    /** Whether a step stands in the body of a loop: it runs as the loop's children only. */
    boolean inBody(int number) {
        return definition.loopOf(steps.get(number)).isPresent();
    }
}
