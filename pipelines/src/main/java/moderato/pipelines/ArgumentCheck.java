package moderato.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.NearestName;

/** Checks every step's Arguments against the API that they mirror. */
final class ArgumentCheck {

    /** Something wrong in Arguments. */
    record Finding(String code, String pointer, String message) {
    }

    /** The code of an object or a list among the arguments of a function or a callback: nobody has published that the service refuses it. */
    static final String NESTED = "NESTED_ARGUMENT";

    private final PipelineDefinition definition;
    private final List<Finding> findings = new ArrayList<>();

    private ArgumentCheck(PipelineDefinition definition) {
        this.definition = definition;
    }

    static List<Finding> run(PipelineDefinition definition) {
        ArgumentCheck check = new ArgumentCheck(definition);
        definition.steps().values().forEach(check::step);
        return check.findings;
    }

    private void step(Step step) {
        String pointer = JsonText.member(step.pointer(), "Arguments");
        switch (step.type()) {
            case Lambda, Callback -> flat(step, pointer);
            case Fail -> fail(step, pointer);
            case Lineage -> lineage(step, pointer);
            case Cleanup -> cleanup(step, pointer);
            case EMR -> new ApiCheck(ApiModel.emr(), definition.parameters(), this::found).check(ApiModel.emr().shape("PipelineEmrStep"),
                    step.arguments(), pointer, Set.of());
            default -> {
                if (!step.type().operation().isEmpty()) {
                    api().check(ApiModel.sageMaker().input(step.type().operation()), step.arguments(), pointer, Set.of(step.type().nameMember()));
                }
            }
        }
    }

    private ApiCheck api() {
        return new ApiCheck(ApiModel.sageMaker(), definition.parameters(), this::found);
    }

    private void found(String code, String pointer, String message) {
        findings.add(new Finding(code, pointer, message));
    }

    private static Map<String, Expression> members(Expression expression) {
        return expression instanceof Expression.ObjectOf(Map<String, Expression> members) ? members : Map.of();
    }

    private void flat(Step step, String pointer) {
        members(step.arguments()).forEach((name, value) -> {
            if (value instanceof Expression.ObjectOf || value instanceof Expression.ListOf) {
                found(NESTED, JsonText.member(pointer, name), "Arguments of a " + step.type() + " step are said to be texts, numbers and booleans; "
                        + name + " is none of them, and is passed on as it is.");
            }
        });
        String required = step.type() == StepType.Lambda ? "FunctionArn" : "SqsQueueUrl";
        if (!step.fields().containsKey(required)) {
            found("MISSING_PROPERTY", step.pointer(), "Step " + step.name() + " needs " + required + ".");
        }
    }

    private void fail(Step step, String pointer) {
        members(step.arguments()).keySet().stream().filter(name -> !name.equals("ErrorMessage")).forEach(name -> found("UNKNOWN_ARGUMENT",
                JsonText.member(pointer, name), "A Fail step takes ErrorMessage only" + NearestName.suggestion(name, List.of("ErrorMessage"))));
    }

    private void lineage(Step step, String pointer) {
        Map<String, String> kinds = Map.of("Actions", "CreateAction", "Artifacts", "CreateArtifact", "Contexts", "CreateContext");
        members(step.arguments()).forEach((name, value) -> {
            String place = JsonText.member(pointer, name);
            if (!(value instanceof Expression.ListOf(List<Expression> elements))) {
                found("WRONG_ARGUMENT_TYPE", place, name + " of Lineage step " + step.name() + " must be a list.");
                return;
            }
            for (int i = 0; i < elements.size(); i++) {
                String element = JsonText.element(place, i);
                String operation = kinds.get(name);
                if (operation != null) {
                    api().check(ApiModel.sageMaker().input(operation), elements.get(i), element, Set.of());
                } else if (name.equals("Associations")) {
                    association(step, members(elements.get(i)), element);
                } else {
                    found("UNKNOWN_ARGUMENT", place, "A Lineage step does not know " + name
                            + NearestName.suggestion(name, List.of("Actions", "Artifacts", "Contexts", "Associations")));
                }
            }
        });
    }

    private void association(Step step, Map<String, Expression> association, String pointer) {
        for (String end : List.of("Source", "Destination")) {
            Map<String, Expression> entity = members(association.getOrDefault(end, new Expression.ObjectOf(Map.of())));
            if (!entity.containsKey("Arn") && !(entity.containsKey("Name") && entity.containsKey("Type"))) {
                found("MISSING_ARGUMENT", pointer, "An association of " + step.name() + " needs " + end + ", with Name and Type, or with Arn.");
            }
        }
    }

    private void cleanup(Step step, String pointer) {
        Optional<Expression> sources = Optional.ofNullable(members(members(step.arguments()).getOrDefault("Resources", new Expression.ObjectOf(Map.of()))).get("S3"));
        if (sources.isEmpty() || !(sources.get() instanceof Expression.ListOf(List<Expression> elements))) {
            found("MISSING_ARGUMENT", pointer, "Cleanup step " + step.name() + " needs Resources with S3, a list.");
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            String place = JsonText.element(pointer + "/Resources/S3", i);
            if (!(members(elements.get(i)).get("StepName") instanceof Expression.Literal(var name))) {
                found("MISSING_ARGUMENT", place, "A resource of Cleanup step " + step.name() + " needs StepName, a plain text.");
            } else if (!definition.steps().containsKey(name.asText())) {
                found("UNKNOWN_STEP", place, "There is no step " + name.asText() + NearestName.suggestion(name.asText(), definition.steps().keySet()));
            }
        }
    }
}
