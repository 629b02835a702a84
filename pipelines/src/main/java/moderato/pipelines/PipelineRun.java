package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/**
 * The state of a pipeline's execution at rest.
 *
 * @param input the run's input, in the shape of StartPipelineExecution
 * @param steps the steps of the definition by number, and behind them the children of its loops
 * @param ready the numbers of the steps that may start, in the order they became ready
 * @param begun how many steps have begun
 * @param running how many steps are at work; loops do not count, their children do
 * @param looping how many loops are
 * @param failing whether something failed that nobody takes care of
 * @param reason why the execution failed; empty otherwise
 */
public record PipelineRun(Phase phase, RunIdentity run, Instant started, Instant changed, JsonNode input, PersistentVector<StepState> steps, List<Integer> ready,
        int begun, int running, int looping, boolean failing, String reason) {

    /** Where an execution stands. */
    enum Phase {
        NEW(""),
        /** It waits for the steps of its reference execution. */
        REFERRING("Executing"),
        EXECUTING("Executing"), STOPPING("Stopping"), STOPPED("Stopped"), FAILED("Failed"), SUCCEEDED("Succeeded"),
        COMPLETED_WITH_FAILURES("CompletedWithFailures");

        private final String status;

        Phase(String status) {
            this.status = status;
        }

        /** The status that the service shows. */
        String status() {
            return status;
        }

        boolean over() {
            return this == STOPPED || this == FAILED || this == SUCCEEDED || this == COMPLETED_WITH_FAILURES;
        }
    }

    public PipelineRun {
        ready = List.copyOf(ready);
    }

    static PipelineRun initial() {
        return new PipelineRun(Phase.NEW, new RunIdentity("", "", "", "", ""), Instant.EPOCH, Instant.EPOCH, StepState.NOTHING, PersistentVector.empty(),
                List.of(), 0, 0, 0, false, "");
    }
}
