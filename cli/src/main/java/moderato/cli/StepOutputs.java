package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import moderato.objects.ObjectAddress;

/** Where the steps of moderations leave their outputs: below the run that did the work. */
final class StepOutputs {

    private StepOutputs() {
    }

    /**
     * The prefix of a step's output.
     *
     * @param run the name of the run that the step belongs to
     * @param step the step as ListPipelineExecutionSteps shows it
     */
    static ObjectAddress of(String run, JsonNode step, String output) {
        String source = step.path("CacheHitResult").path("SourcePipelineExecutionArn").asText("");
        String origin = source.isEmpty() ? run : source.substring(source.lastIndexOf('/') + 1);
        return new ObjectAddress(ModerationInputs.BUCKET, "runs/" + origin + "/" + step.path("StepName").asText() + "/" + output);
    }
}
