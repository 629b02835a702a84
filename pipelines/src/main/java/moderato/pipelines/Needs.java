package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/**
 * What a pipeline needs and does not make: the objects that it reads, the images that it runs, the models that it serves and the functions
 * that it calls, as far as that can be known before it starts.
 *
 * <p>An address that depends on a step's outcome is not known, and one below an output of the pipeline's own is made by it.
 */
final class Needs {

    /** Members around the addresses that a step reads. */
    private static final Set<String> INPUTS = Set.of("S3Input", "S3DataSource", "ModelDataUrl");
    /** Members around the addresses that a step writes. */
    private static final Set<String> OUTPUTS = Set.of("S3Output", "S3OutputPath");
    /** Members that name images. */
    private static final Set<String> IMAGES = Set.of("ImageUri", "TrainingImage", "Image");
    /** The hyperparameter, or variable of a model, that names an archive of scripts; hyperparameters have their texts in quotes. */
    private static final Set<String> SCRIPTS = Set.of("sagemaker_submit_directory", "SAGEMAKER_SUBMIT_DIRECTORY");
    /** Steps that write below their output path under the name of their job only, which nobody knows before. */
    private static final Set<StepType> NAMED_BY_JOB = Set.of(StepType.Training, StepType.Tuning);
    /** Steps whose images run, or are served later. */
    private static final Set<StepType> RUN_IMAGES = Set.of(StepType.Processing, StepType.Training, StepType.Tuning, StepType.Model);

    private final Plan plan;
    private final StartOptions options;
    private final RunIdentity run;
    private final Map<String, Need> found = new LinkedHashMap<>();
    private final Set<String> written = new TreeSet<>();

    private Needs(Plan plan, JsonNode input, RunIdentity run) {
        this.plan = plan;
        this.options = StartOptions.of(plan, input);
        this.run = run;
    }

    /** Each thing once, with the step that needs it first; a step that surely runs comes before others. */
    static List<Need> of(Plan plan, JsonNode input, RunIdentity run) {
        Needs needs = new Needs(plan, input, run);
        for (int number = 0; number < plan.size(); number++) {
            if (plan.step(number).type().runsHere() && (needs.options.selected().isEmpty() || needs.options.selected().contains(plan.step(number).name()))) {
                needs.collect(number, plan.step(number).arguments(), "", "");
                needs.function(number);
            }
        }
        List<Need> all = new ArrayList<>(needs.found.values());
        all.removeIf(need -> need.kind() == Need.Kind.OBJECT && needs.written.stream().anyMatch(need.name()::startsWith));
        return all;
    }

    private void collect(int number, Expression expression, String member, String around) {
        switch (expression) {
            case Expression.ObjectOf(Map<String, Expression> members) -> members.forEach((name, value) -> collect(number, value, name, member));
            case Expression.ListOf(List<Expression> elements) -> elements.forEach(element -> collect(number, element, member, around));
            default -> {
                if (IMAGES.contains(member) && RUN_IMAGES.contains(plan.step(number).type())) {
                    value(number, expression).ifPresent(uri -> need(Need.Kind.IMAGE, uri, number));
                } else if (member.equals("ModelName") && plan.step(number).type() == StepType.Transform) {
                    value(number, expression).ifPresent(name -> need(Need.Kind.MODEL, name, number));
                } else if (INPUTS.contains(member) || member.equals("S3Uri") && INPUTS.contains(around) || SCRIPTS.contains(member)) {
                    value(number, expression).map(uri -> SCRIPTS.contains(member) ? uri.replace("\"", "") : uri).filter(Needs::isAddress)
                            .ifPresent(uri -> need(Need.Kind.OBJECT, uri, number));
                } else if ((OUTPUTS.contains(member) || member.equals("S3Uri") && OUTPUTS.contains(around)) && !NAMED_BY_JOB.contains(plan.step(number).type())) {
                    value(number, expression).filter(Needs::isAddress).ifPresent(written::add);
                }
            }
        }
    }

    private void function(int number) {
        Optional.ofNullable(plan.step(number).fields().get("FunctionArn")).flatMap(arn -> value(number, arn)).ifPresent(arn -> need(Need.Kind.FUNCTION, arn, number));
    }

    private static boolean isAddress(String uri) {
        return uri.startsWith("s3://");
    }

    private void need(Need.Kind kind, String name, int number) {
        Step step = plan.step(number);
        boolean cached = step.cacheFor().isPresent() && step.type().cacheable() && options.cache() != StartOptions.CacheMode.OFF;
        Need need = new Need(kind, name, step.name(), surely(number), cached);
        found.merge(kind + name, need, (before, after) -> before.surely() && !before.cached() || !after.surely() ? before : after);
    }

    private boolean surely(int number) {
        return plan.waits(number).stream().allMatch(wait -> wait.branch().filter(branch -> branch != Step.Branch.Body).isEmpty()
                && wait.trigger() == Step.Trigger.Completed && surely(wait.from()));
    }

    private Optional<String> value(int number, Expression expression) {
        boolean[] unknown = {false};
        expression.visit(one -> unknown[0] |= one instanceof Expression.StepProperty || one instanceof Expression.CurrentItem
                || one instanceof Expression.PropertyFileGet || one instanceof Expression.ObjectGet);
        if (unknown[0]) {
            return Optional.empty();
        }
        try {
            Node node = new Node(number, number, plan.step(number), -1, 0);
            return Optional.of(Values.text(new Values(plan, PersistentVector.repeat(StepState.WAITING, plan.size()), run, Instant.EPOCH, options.parameters(), node)
                    .of(expression)));
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }
}
