package moderato.pipelines;

import java.util.List;
import java.util.stream.IntStream;
import moderato.kernel.PersistentVector;

/** How an execution ends, by what became of its steps. */
final class Ending {

    /** How the reason of an execution begins that was refused before any step began. */
    static final String REFUSED = "ValidationException";

    /** What is said of a step that needs something this machine does not have. */
    private static final List<String> NEEDS = List.of(NeedsAws.ERROR, "NeedsDocker");

    private final Plan plan;
    private final PersistentVector<StepState> steps;

    Ending(Plan plan, PersistentVector<StepState> steps) {
        this.plan = plan;
        this.steps = steps;
    }

    /**
     * The phase of an execution in which nothing is left to do.
     *
     * <p>A failure that a step with a run condition took care of does not fail the execution: it has then completed with failures.
     */
    PipelineRun.Phase of(PipelineRun.Phase before) {
        if (before == PipelineRun.Phase.STOPPING) {
            return PipelineRun.Phase.STOPPED;
        }
        boolean failed = false;
        boolean unsuccessful = false;
        boolean careless = false;
        for (int number = 0; number < plan.size(); number++) {
            StepPhase how = steps.get(number).phase();
            if (how == StepPhase.FAILED || how == StepPhase.STOPPED) {
                failed |= how == StepPhase.FAILED;
                unsuccessful = true;
                careless |= !caredFor(number);
            }
        }
        if (!unsuccessful) {
            return PipelineRun.Phase.SUCCEEDED;
        }
        if (!careless) {
            return PipelineRun.Phase.COMPLETED_WITH_FAILURES;
        }
        return failed ? PipelineRun.Phase.FAILED : PipelineRun.Phase.STOPPED;
    }

    /** Whether a step with a run condition on this one ran. */
    private boolean caredFor(int number) {
        return plan.followers(number).stream().anyMatch(follower -> steps.get(follower).phase() == StepPhase.SUCCEEDED
                && plan.waits(follower).stream().anyMatch(wait -> wait.from() == number && wait.trigger() != Step.Trigger.Completed));
    }

    /** The error of a failed execution: {@code NeedsAws} or {@code NeedsDocker} when a step failed for that, so that callers can tell; else {@code StepFailure}. */
    String error(String reason) {
        if (reason.startsWith(REFUSED)) {
            return REFUSED;
        }
        return NEEDS.stream().filter(need -> steps.stream().anyMatch(step -> step.phase() == StepPhase.FAILED && step.failure().startsWith(need))).findFirst().orElse("StepFailure");
    }

    /** Whether an ended execution may go on: it did not succeed, was not refused, and did not end in a Fail step. */
    boolean mayGoOn(PipelineRun.Phase phase, String reason) {
        boolean failStep = IntStream.range(0, plan.size()).anyMatch(number -> plan.step(number).type() == StepType.Fail
                && steps.get(number).phase() == StepPhase.FAILED);
        return phase != PipelineRun.Phase.SUCCEEDED && !failStep && !reason.startsWith(REFUSED);
    }
}
