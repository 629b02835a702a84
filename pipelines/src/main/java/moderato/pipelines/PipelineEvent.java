package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import moderato.kernel.HistoryEvent;

/**
 * One line of an execution's history.
 *
 * @param type {@link #EXECUTION}, {@link #STEP} or {@link #CACHE_MISS}
 * @param toJson for an execution what DescribePipelineExecution answers, for a step its entry in ListPipelineExecutionSteps, for a cache
 *        miss StepName, and either Differences (Attribute, Before, Now) from the execution in Nearest, or none when there was no earlier
 *        success
 * @param properties what later steps may refer to, for a step that is over; not part of the service's answers
 */
public record PipelineEvent(Instant at, String type, ObjectNode toJson, JsonNode properties) implements HistoryEvent {

    /** The execution's status changed. */
    public static final String EXECUTION = "PipelineExecutionStatusChange";

    /** A step's status, attempt or metadata changed. */
    public static final String STEP = "PipelineExecutionStepStatusChange";

    /** A cached step did not find an earlier success; says why. */
    public static final String CACHE_MISS = "StepCacheMiss";

    @Override
    public JsonNode beyond() {
        return properties;
    }
}
