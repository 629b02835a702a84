package moderato.handlers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;

/**
 * A web address as a function: the event is posted as JSON, the answer's body is the result.
 *
 * <p>An answer with the header {@code X-Amz-Function-Error}, as Lambda's own interface gives it, or a status of 400 and more is a failure.
 *
 * @param address where to post; the user named it, so private addresses are allowed
 */
public record UrlFunction(URI address) implements LocalFunction {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);
    private static final long ANSWER_BYTES_AT_MOST = 6 << 20;

    @Override
    public JsonNode call(JsonNode event, TaskContext context) throws TaskFailedException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).header("Content-Type", "application/json")
                .header("X-Moderato-Idempotency-Key", context.idempotencyKey()).POST(HttpRequest.BodyPublishers.ofString(event.toString())).build();
        HttpResponse<String> response;
        try {
            response = BoundedHttp.send(request, LONGEST_CALL, ANSWER_BYTES_AT_MOST);
        } catch (BoundedHttp.TooLargeException e) {
            throw new TaskFailedException("Function.ResponseSizeTooLarge", address + ": " + e.getMessage());
        } catch (IOException e) {
            throw new TaskFailedException("Lambda.SdkClientException", "no answer from " + address + ": " + e);
        }
        JsonNode body = body(response);
        if (response.headers().firstValue("X-Amz-Function-Error").isPresent() || response.statusCode() >= 400) {
            String type = body.path("errorType").asText("Lambda.Unknown");
            throw new TaskFailedException(type, body.isObject() ? body.toString() : address + " answered " + response.statusCode() + ": " + response.body());
        }
        return body;
    }

    private JsonNode body(HttpResponse<String> response) throws TaskFailedException {
        if (response.body().isBlank()) {
            return NullNode.instance;
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            if (response.statusCode() >= 400) {
                return NullNode.instance;
            }
            throw new TaskFailedException("Lambda.Unknown", address + " answered what is not JSON: " + e.getOriginalMessage());
        }
    }
}
