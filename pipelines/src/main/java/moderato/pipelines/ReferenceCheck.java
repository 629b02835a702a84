package moderato.pipelines;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import moderato.kernel.NearestName;

/** Checks that everything a pipeline refers to is there: steps, parameters, property files, outputs, properties. */
final class ReferenceCheck {

    private final PipelineDefinition definition;
    private final Problems problems;
    private final Map<String, Step> byPointer = new HashMap<>();

    private ReferenceCheck(PipelineDefinition definition, Problems problems) {
        this.definition = definition;
        this.problems = problems;
        definition.steps().values().forEach(step -> byPointer.put(step.pointer(), step));
    }

    static void run(PipelineDefinition definition, List<ExpressionParser.Located> references, PipelineGraph graph,
            Problems problems) {
        ReferenceCheck check = new ReferenceCheck(definition, problems);
        references.forEach(located -> check.reference(located.expression(), located.pointer()));
        definition.steps().values().forEach(check::step);
        check.cycles(graph);
    }

    private Optional<Step> owner(String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Step step = byPointer.get(at);
            if (step != null) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    private void reference(Expression expression, String pointer) {
        switch (expression) {
            case Expression.ParameterValue(String name) -> {
                if (!definition.parameters().containsKey(name)) {
                    problems.error("UNKNOWN_PARAMETER", pointer, "Parameter " + name + " is used but not declared"
                            + NearestName.suggestion(name, definition.parameters().keySet()));
                }
            }
            case Expression.ExperimentValue _ -> {
                if (definition.experiment().isEmpty()) {
                    problems.error("UNKNOWN_VARIABLE", pointer, "The pipeline has no PipelineExperimentConfig to get a value from.");
                }
            }
            case Expression.CurrentItem(var path, String text) -> {
                if (owner(pointer).flatMap(definition::loopOf).isEmpty()) {
                    problems.error("INVALID_REFERENCE", pointer, text + " has a value inside the body of a ForEach only.");
                }
            }
            case Expression.StepProperty property -> target(property.step(), pointer).ifPresent(step -> new PropertyCheck(definition, problems).check(step, property, pointer));
            case Expression.PropertyFileGet(String name, String file, String path) -> target(name, pointer).ifPresent(step -> {
                List<String> files = step.propertyFiles().stream().map(Step.PropertyFile::name).toList();
                if (!files.contains(file)) {
                    problems.error("UNKNOWN_PROPERTY_FILE", pointer, "Step " + name + " declares no property file " + file + NearestName.suggestion(file, files));
                }
            });
            case Expression.Literal _, Expression.ObjectOf _, Expression.ListOf _, Expression.ExecutionValue _, Expression.Join _,
                    Expression.ObjectGet _ -> {
            }
        }
    }

    /** The step referred to, when there is one that may be. */
    private Optional<Step> target(String name, String pointer) {
        Step step = definition.steps().get(name);
        if (step == null) {
            problems.error("UNKNOWN_STEP", pointer, "There is no step " + name + NearestName.suggestion(name, definition.steps().keySet()));
            return Optional.empty();
        }
        if (step.type() == StepType.Fail) {
            problems.error("INVALID_DEPENDENCY", pointer, "Step " + name + " is a Fail step; nothing can come after it.");
            return Optional.empty();
        }
        Optional<String> loop = definition.loopOf(step).map(Step::name);
        Optional<String> ownLoop = owner(pointer).flatMap(definition::loopOf).map(Step::name);
        if (loop.isPresent() && !loop.equals(ownLoop)) {
            problems.error("INVALID_REFERENCE", pointer, "Step " + name + " stands in the body of " + loop.get() + "; from outside use Steps." + loop.get()
                    + ".IterationOutputs[i]." + name + " or Steps." + loop.get() + ".Selected.");
            return Optional.empty();
        }
        return Optional.of(step);
    }

    private void step(Step step) {
        for (Step.Dependency dependency : step.dependsOn()) {
            if (target(dependency.step(), dependency.pointer()).isPresent() && dependency.step().equals(step.name())) {
                problems.error("CYCLE", dependency.pointer(), "Step " + step.name() + " waits for itself.");
            }
        }
        Set<String> outputs = outputNames(step);
        for (Step.PropertyFile file : step.propertyFiles()) {
            if (step.arguments() instanceof Expression.ObjectOf && !outputs.isEmpty() && !outputs.contains(file.outputName())) {
                problems.error("UNKNOWN_OUTPUT", JsonText.member(step.pointer(), "PropertyFiles"), "Property file " + file.name() + " names the output "
                        + file.outputName() + ", which step " + step.name() + " does not have" + NearestName.suggestion(file.outputName(), outputs));
            }
        }
        if (step.body() instanceof Step.Loop loop) {
            for (String child : loop.children()) {
                definition.steps().keySet().stream().filter(name -> name.matches(Pattern.quote(child) + "-\\d+")).forEach(
                        name -> problems.error("DUPLICATE_STEP", step.pointer(), "Step " + name + " has a name that iterations of " + child + " will have; rename it."));
            }
        }
    }

    /** The names of a Processing step's outputs, when all are written plainly. */
    static Set<String> outputNames(Step step) {
        Set<String> names = new TreeSet<>();
        if (step.arguments() instanceof Expression.ObjectOf(Map<String, Expression> members)
                && members.get("ProcessingOutputConfig") instanceof Expression.ObjectOf(Map<String, Expression> config)
                && config.get("Outputs") instanceof Expression.ListOf(List<Expression> outputs)) {
            for (Expression output : outputs) {
                if (output instanceof Expression.ObjectOf(Map<String, Expression> parts) && parts.get("OutputName") instanceof Expression.Literal(var name)) {
                    names.add(name.asText());
                } else {
                    return Set.of();
                }
            }
        }
        return names;
    }

    private void cycles(PipelineGraph graph) {
        Set<String> stuck = new TreeSet<>(definition.steps().keySet());
        graph.order().forEach(stuck::remove);
        // What is stuck behind a cycle but leads nowhere into it is not part of it.
        while (stuck.removeIf(name -> graph.edges().stream().noneMatch(edge -> edge.from().equals(name) && stuck.contains(edge.to())))) {
            continue;
        }
        stuck.stream().findFirst().map(definition.steps()::get).ifPresent(first -> problems.error("CYCLE", first.pointer(),
                "The steps " + String.join(", ", stuck) + " wait for each other, so none can ever start."));
    }
}
