package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/**
 * The objects that a pipeline reads and does not make: what can be known of them before it starts.
 *
 * <p>An address that depends on a step's outcome is not known, and one below an output of the pipeline's own is made by it.
 */
final class ObjectsNeeded {

    /** Members around the addresses that a step reads. */
    private static final Set<String> INPUTS = Set.of("S3Input", "S3DataSource", "ModelDataUrl");
    /** Members around the addresses that a step writes. */
    private static final Set<String> OUTPUTS = Set.of("S3Output", "S3OutputPath");

    /** Steps that write below their output path under the name of their job only, which nobody knows before. */
    private static final Set<StepType> NAMED_BY_JOB = Set.of(StepType.Training, StepType.Tuning);

    private final Plan plan;
    private final Map<String, JsonNode> parameters;
    private final RunIdentity run;
    private final Map<String, String> read = new LinkedHashMap<>();
    private final Set<String> written = new TreeSet<>();

    private ObjectsNeeded(Plan plan, JsonNode input, RunIdentity run) {
        this.plan = plan;
        this.parameters = StartOptions.of(plan, input).parameters();
        this.run = run;
    }

    /** The addresses, each with the name of the first step that reads it. */
    static Map<String, String> of(Plan plan, JsonNode input, RunIdentity run) {
        ObjectsNeeded needed = new ObjectsNeeded(plan, input, run);
        for (int number = 0; number < plan.size(); number++) {
            if (plan.step(number).type().runsHere()) {
                needed.collect(number, plan.step(number).arguments(), "", "");
            }
        }
        needed.read.keySet().removeIf(uri -> needed.written.stream().anyMatch(uri::startsWith));
        return needed.read;
    }

    private void collect(int number, Expression expression, String member, String around) {
        switch (expression) {
            case Expression.ObjectOf(Map<String, Expression> members) -> members.forEach((name, value) -> collect(number, value, name, member));
            case Expression.ListOf(List<Expression> elements) -> elements.forEach(element -> collect(number, element, member, around));
            default -> {
                boolean input = INPUTS.contains(member) || member.equals("S3Uri") && INPUTS.contains(around);
                boolean output = OUTPUTS.contains(member) || member.equals("S3Uri") && OUTPUTS.contains(around);
                if (input || output) {
                    value(number, expression).filter(uri -> uri.startsWith("s3://")).ifPresent(uri -> {
                        if (input) {
                            read.putIfAbsent(uri, plan.step(number).name());
                        } else if (!NAMED_BY_JOB.contains(plan.step(number).type())) {
                            written.add(uri);
                        }
                    });
                }
            }
        }
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
            return Optional.of(Values.text(new Values(plan, PersistentVector.repeat(StepState.WAITING, plan.size()), run, Instant.EPOCH, parameters, node).of(expression)));
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }
}
