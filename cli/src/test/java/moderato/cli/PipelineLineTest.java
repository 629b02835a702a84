package moderato.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import moderato.pipelines.PipelineGraph;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said and drawn of pipelines. */
class PipelineLineTest {

    private final ObjectNode event = JsonNodeFactory.instance.objectNode();

    @Test
    void aStatusIsSaidInWords() {
        event.put("PipelineExecutionStatus", "CompletedWithFailures");
        assertThat(PipelineLine.of("PipelineExecutionStatusChange", event)).contains("completed with failures");
    }

    @Test
    void aCallbackSaysHowItIsAnswered() {
        event.put("StepName", "review").put("StepStatus", "Executing").withObject("/Metadata/Callback").put("CallbackToken", "aB3dE6gH9k");
        assertThat(PipelineLine.of("PipelineExecutionStepStatusChange", event)).contains("review  executing, waits for its answer: moderato runs answer aB3dE6gH9k --output JSON");
        event.put("StepStatus", "Succeeded");
        assertThat(PipelineLine.of("PipelineExecutionStepStatusChange", event)).contains("review  succeeded");
    }

    @Test
    void twoStepsAreJoinedByThePlainWayOnlyWhereThereIsNoOther() {
        PipelineGraph graph = new PipelineGraph(List.of(), List.of(new PipelineGraph.Edge("a", "b", "reference"), new PipelineGraph.Edge("a", "b", "dependsOn:Failed"),
                new PipelineGraph.Edge("a", "c", "reference"), new PipelineGraph.Edge("a", "c", "propertyFile")), List.of());
        assertThat(PipelinePicture.edges(graph)).containsExactly(new RunGraph.Edge("a", "b", "dependsOn:Failed"), new RunGraph.Edge("a", "c", ""));
    }
}
