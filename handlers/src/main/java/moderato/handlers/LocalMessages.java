package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * EventBridge, SNS and SQS as files that only grow: a JSON line a message, in {@code events/<bus>.jsonl}, {@code sns/<topic>.jsonl} and
 * {@code sqs/<queue>.jsonl}.
 *
 * <p>A line holds the message, when it came, and the idempotency key of the task that sent it: a task done again after a crash writes a
 * second line with the same key.
 */
public final class LocalMessages implements TaskHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Messages in a folder, which is made with the first. */
    public LocalMessages(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException {
        String resource = context.resource();
        if (resource.contains(":events:putEvents") || resource.contains(":eventbridge:putEvents")) {
            return putEvents(payload, context);
        }
        if (resource.contains(":sns:publish")) {
            return publish(payload, context);
        }
        return send(payload, context);
    }

    private JsonNode putEvents(JsonNode payload, TaskContext context) throws TaskFailedException {
        ObjectNode answer = JSON.createObjectNode();
        int failed = 0;
        int index = 0;
        for (JsonNode entry : payload.path("Entries")) {
            ObjectNode result = answer.withArray("Entries").addObject();
            if (isJsonObject(entry.path("Detail"))) {
                String id = Answers.requestId(context) + "-" + index++;
                append("events/" + name(entry.path("EventBusName").asText("default")), entry, id, context);
                result.put("EventId", id);
            } else {
                result.put("ErrorCode", "MalformedDetail").put("ErrorMessage", "Detail is malformed.");
                failed++;
            }
        }
        answer.put("FailedEntryCount", failed);
        if (failed > 0) {
            throw new TaskFailedException("EventBridge.FailedEntry", answer.toString());
        }
        return Answers.withMetadata(answer, context);
    }

    private JsonNode publish(JsonNode payload, TaskContext context) throws TaskFailedException {
        String topic = payload.path("TopicArn").asText(payload.path("TargetArn").asText(payload.path("PhoneNumber").asText("")));
        if (topic.endsWith(".fifo") && payload.path("MessageGroupId").isMissingNode()) {
            throw new TaskFailedException("SNS.InvalidParameterException",
                    "Invalid parameter: The MessageGroupId parameter is required for FIFO topics (Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: "
                            + Answers.requestId(context) + "; Proxy: null)");
        }
        String id = Answers.requestId(context);
        append("sns/" + name(topic), payload, id, context);
        return Answers.withMetadata(JSON.createObjectNode().put("MessageId", id), context);
    }

    /** Keeps a message {@code {QueueUrl, MessageBody}}. */
    JsonNode send(JsonNode payload, TaskContext context) throws TaskFailedException {
        String id = Answers.requestId(context);
        append("sqs/" + name(payload.path("QueueUrl").asText("")), payload, id, context);
        JsonNode body = payload.path("MessageBody");
        return Answers.withMetadata(JSON.createObjectNode().put("MD5OfMessageBody", DigestUtils.md5Hex(body.isTextual() ? body.asText() : body.toString())).put("MessageId", id),
                context);
    }

    private static boolean isJsonObject(JsonNode detail) {
        try {
            return detail.isObject() || JSON.readTree(detail.asText("")) instanceof ObjectNode;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return false;
        }
    }

    private static String name(String address) {
        String last = address.substring(Math.max(address.lastIndexOf('/'), address.lastIndexOf(':')) + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        return last.isEmpty() || last.startsWith(".") ? "default" : last;
    }

    private void append(String file, JsonNode message, String id, TaskContext context) throws TaskFailedException {
        ObjectNode line = JSON.createObjectNode().put("id", id).put("time", clock.instant().toString()).put("key", context.idempotencyKey());
        line.set("message", message);
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        Path target = folder.resolve(file + ".jsonl");
        lock.lock();
        try {
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND); FileLock held = channel.lock()) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
                assert held.isValid();
            }
        } catch (IOException e) {
            throw new TaskFailedException("States.TaskFailed", "cannot keep the message in " + target + ": " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
