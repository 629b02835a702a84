package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;

/**
 * SageMaker's answers in the form that a state machine sees them.
 *
 * @param sdk whether the call is one of {@code aws-sdk}: its times are ISO texts, where the service's own integration gives milliseconds since
 *     1970, and its answers have no HTTP metadata
 */
record ServiceAnswer(boolean sdk, TaskContext context) {

    private static final int CAUSE_AT_MOST = 32_768;

    /** The answer of an operation. */
    ObjectNode of(ObjectNode answer) {
        ObjectNode times = described(answer);
        return sdk ? times : Answers.withMetadata(times, context);
    }

    /** A description, as the end of a {@code .sync} task gives it. */
    ObjectNode described(ObjectNode description) {
        ObjectNode copy = description.deepCopy();
        convertTimes(copy);
        return copy;
    }

    /** A job that ended badly: States.TaskFailed, with its description as the cause. */
    TaskFailedException failure(ObjectNode description) {
        String cause = described(description).toString();
        return new TaskFailedException("States.TaskFailed", cause.substring(0, Math.min(cause.length(), CAUSE_AT_MOST)));
    }

    /** A refused call, by the name that the service's client has for its error. */
    TaskFailedException refusal(TaskFailedException refused) {
        String error = switch (refused.error()) {
            case "ResourceNotFound", "ResourceInUse", "ResourceLimitExceeded" -> "SageMaker." + refused.error() + "Exception";
            case "ConflictException" -> "SageMaker.ConflictException";
            default -> sdk ? "SageMaker.SageMakerException" : "SageMaker.AmazonSageMakerException";
        };
        String id = Answers.requestId(context);
        String cause = sdk ? "%s (Service: SageMaker, Status Code: 400, Request ID: %s)".formatted(refused.explanation(), id)
                : "%s (Service: AmazonSageMaker; Status Code: 400; Error Code: %s; Request ID: %s; Proxy: null)".formatted(refused.explanation(), refused.error(), id);
        return new TaskFailedException(error, cause);
    }

    private void convertTimes(JsonNode node) {
        switch (node) {
            case ObjectNode object -> object.properties().forEach(member -> {
                if (member.getValue().isNumber() && (member.getKey().endsWith("Time") || member.getKey().equals("Timestamp"))) {
                    long millis = member.getValue().decimalValue().multiply(BigDecimal.valueOf(1000)).longValue();
                    member.setValue(sdk ? object.textNode(Instant.ofEpochMilli(millis).toString()) : object.numberNode(millis));
                } else {
                    convertTimes(member.getValue());
                }
            });
            case ArrayNode array -> array.forEach(this::convertTimes);
            default -> {
            }
        }
    }
}
