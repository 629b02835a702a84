package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import moderato.objects.ObjectAddress;

/**
 * What a CreateTransformJob request asks for, checked.
 *
 * @param contentType of the input; empty when not given
 * @param gzip whether the input's objects are compressed
 * @param split how they are cut into records
 * @param output below which the outputs go
 * @param accept the type wanted of the model's answers; empty: any
 * @param assembleLines whether every answer ends its line
 * @param asked what of the limits the request gives
 * @param hosts how many hosts the objects are spread over
 * @param invocationTimeout how long one invocation may take
 * @param retries how often a failing invocation is tried again
 */
record TransformRequest(String contentType, boolean gzip, Records.Split split, ObjectAddress output, String accept, boolean assembleLines, DataProcessing processing,
        ExecutionParameters asked, int hosts, Duration invocationTimeout, int retries, Map<String, String> environment) {

    private static final long TIMEOUT_SECONDS = 600;
    private static final int RETRIES = 3;

    /** Reads a request. */
    static TransformRequest of(JsonNode request) throws JobFailure {
        JsonNode input = request.path("TransformInput");
        JsonNode output = request.path("TransformOutput");
        JsonNode client = request.path("ModelClientConfig");
        // Joined records are put together as they were split, whether the request says so or not.
        boolean joinedLines = request.path("DataProcessing").path("JoinSource").asText().equals("Input") && input.path("SplitType").asText().equals("Line");
        String assemble = output.path("AssembleWith").asText(joinedLines ? "Line" : "None");
        if (!assemble.equals("None") && !assemble.equals("Line")) {
            throw JobFailure.client("AssembleWith '" + assemble + "' is not one; None and Line are");
        }
        String compression = input.path("CompressionType").asText("None");
        if (!compression.equals("None") && !compression.equals("Gzip")) {
            throw JobFailure.client("CompressionType '" + compression + "' is not one; None and Gzip are");
        }
        return new TransformRequest(input.path("ContentType").asText(""), compression.equals("Gzip"), Records.Split.of(input.path("SplitType").asText("None")),
                Jobs.address(output.path("S3OutputPath").asText()), output.path("Accept").asText(""), assemble.equals("Line"), DataProcessing.of(request),
                ExecutionParameters.read(request), Math.max(1, request.path("TransformResources").path("InstanceCount").asInt(1)),
                Duration.ofSeconds(client.path("InvocationsTimeoutInSeconds").asLong(TIMEOUT_SECONDS)), client.path("InvocationsMaxRetries").asInt(RETRIES),
                Attempt.environment(request));
    }
}
