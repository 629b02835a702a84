package moderato.pipelines;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import moderato.kernel.NearestName;

/** Checks that the property of a step which somebody refers to can exist. */
final class PropertyCheck {

    private static final List<String> LOOP_PROPERTIES = List.of("Status", "InputItemCount", "TotalStepCount", "SucceededStepCount", "FailedStepCount",
            "StoppedStepCount", "IterationOutputs", "Selected");

    private final PipelineDefinition definition;
    private final Problems problems;

    PropertyCheck(PipelineDefinition definition, Problems problems) {
        this.definition = definition;
        this.problems = problems;
    }

    void check(Step step, Expression.StepProperty property, String pointer) {
        List<Accessor> path = property.path();
        if (path.isEmpty()) {
            return;
        }
        switch (step.type()) {
            case Lambda, Callback -> output(step, property, pointer);
            case Condition -> member(path.getFirst(), List.of("Outcome"), property, pointer);
            case ForEach -> {
                if (member(path.getFirst(), LOOP_PROPERTIES, property, pointer) && path.getFirst().equals(new Accessor.Member("IterationOutputs"))) {
                    iteration(step, property, pointer);
                }
            }
            case Cleanup -> problems.error("UNKNOWN_STEP_PROPERTY", pointer, "Cleanup step " + step.name() + " has no properties.");
            case Lineage -> member(path.getFirst(), List.of("ActionArns", "ArtifactArns", "ContextArns", "Associations"), property, pointer);
            case QualityCheck, ClarifyCheck -> member(path.getFirst(), List.of("CalculatedBaselineConstraints", "CalculatedBaselineStatistics",
                    "BaselineUsedForDriftCheckConstraints", "BaselineUsedForDriftCheckStatistics"), property, pointer);
            default -> described(step, property, pointer);
        }
    }

    private void output(Step step, Expression.StepProperty property, String pointer) {
        List<String> names = step.outputs().stream().map(Step.Output::name).toList();
        if (!member(property.path().getFirst(), List.of("OutputParameters"), property, pointer) || property.path().size() < 2) {
            return;
        }
        String name = switch (property.path().get(1)) {
            case Accessor.Key(String key) -> key;
            case Accessor.Member(String member) -> member;
            case Accessor.Index(int index) -> String.valueOf(index);
        };
        if (!names.contains(name)) {
            problems.error("UNKNOWN_OUTPUT", pointer, "Step " + step.name() + " declares no output " + name + NearestName.suggestion(name, names));
        }
    }

    private void iteration(Step step, Expression.StepProperty property, String pointer) {
        List<Accessor> path = property.path();
        List<String> children = step.body() instanceof Step.Loop loop ? loop.children() : List.of();
        if (path.size() < 3 || !(path.get(1) instanceof Accessor.Index)) {
            problems.error("INVALID_REFERENCE", pointer, "Write it like Steps." + step.name() + ".IterationOutputs[0].<body step>.<member>, not " + property.text() + ".");
            return;
        }
        if (member(path.get(2), children, property, pointer) && path.get(2) instanceof Accessor.Member(String child) && definition.steps().get(child) != null) {
            check(definition.steps().getOrDefault(child, step), new Expression.StepProperty(child, path.subList(3, path.size()), property.text()), pointer);
        }
    }

    private void described(Step step, Expression.StepProperty property, String pointer) {
        List<ApiModel.Shape> roots = step.type().describes().stream().map(ApiModel.sageMaker()::output).filter(ApiModel.Shape::structure).toList();
        if (roots.isEmpty()) {
            return;
        }
        Collection<String> known = Stream.concat(roots.stream().flatMap(root -> root.members().keySet().stream()), extras(step.type()).stream()).toList();
        if (!member(property.path().getFirst(), known, property, pointer) || !(property.path().getFirst() instanceof Accessor.Member(String first))) {
            return;
        }
        ApiModel.Shape shape = roots.stream().filter(root -> root.members().containsKey(first)).findFirst()
                .map(root -> ApiModel.sageMaker().shape(root.members().getOrDefault(first, ""))).orElse(ApiModel.sageMaker().shape("Any"));
        for (Accessor accessor : property.path().subList(1, property.path().size())) {
            if (shape.structure()) {
                if (!member(accessor, shape.members().keySet(), property, pointer)) {
                    return;
                }
                shape = ApiModel.sageMaker().shape(accessor instanceof Accessor.Member(String name) ? shape.members().getOrDefault(name, "") : "");
            } else {
                shape = ApiModel.sageMaker().shape(shape.element());
            }
        }
        if (first.equals("ProcessingOutputConfig") && property.path().size() > 2 && property.path().get(2) instanceof Accessor.Key(String output)) {
            Set<String> outputs = ReferenceCheck.outputNames(step);
            if (!outputs.isEmpty() && !outputs.contains(output)) {
                problems.error("UNKNOWN_OUTPUT", pointer, "Step " + step.name() + " has no output " + output + NearestName.suggestion(output, outputs));
            }
        }
    }

    private static List<String> extras(StepType type) {
        return type == StepType.AutoML ? List.of("BestCandidateProperties") : List.of();
    }

    private boolean member(Accessor accessor, Collection<String> known, Expression.StepProperty property, String pointer) {
        if (accessor instanceof Accessor.Member(String name) && known.contains(name)) {
            return true;
        }
        String name = accessor instanceof Accessor.Member(String text) ? text : accessor instanceof Accessor.Key(String key) ? key : "[...]";
        problems.error("UNKNOWN_STEP_PROPERTY", pointer, property.text() + " never exists: there is no " + name + NearestName.suggestion(name, known));
        return false;
    }
}
