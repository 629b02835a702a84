package moderato.pipelines;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a definition that was made to test a tool, not to be run by a service.
 *
 * <p>Such definitions are passed around as samples. A job step whose Arguments hold nothing that the API knows (none at all, or
 * {@code {"input_data": ...}}), or a role called DummyRole, gives one away. They show shapes of pipelines, so what is wrong in their
 * Arguments, a parameter that nobody declared and a step that is written twice are worth a warning only.
 */
final class ToyDefinition {

    /** What is a warning in such a definition, beside everything in Arguments. */
    static final Set<String> TOLERATED = Set.of("UNKNOWN_PARAMETER", "DUPLICATE_STEP");

    private ToyDefinition() {
    }

    static boolean is(PipelineDefinition definition) {
        return definition.steps().values().stream().anyMatch(ToyDefinition::isToy);
    }

    private static boolean isToy(Step step) {
        if (step.type().operation().isEmpty() || !(step.arguments() instanceof Expression.ObjectOf(Map<String, Expression> members))) {
            return false;
        }
        ApiModel.Shape request = ApiModel.sageMaker().input(step.type().operation());
        if (members.keySet().stream().noneMatch(request.members()::containsKey)) {
            return true;
        }
        AtomicBoolean dummy = new AtomicBoolean();
        step.arguments().visit(expression -> {
            if (expression instanceof Expression.Literal(var value) && value.asText().equals("DummyRole")) {
                dummy.set(true);
            }
        });
        return dummy.get();
    }
}
