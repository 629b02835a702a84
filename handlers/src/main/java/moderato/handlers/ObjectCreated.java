package moderato.handlers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An object was made: what S3 tells EventBridge of an upload.
 *
 * @param id tells this upload from every other
 * @param bytes the object's size
 * @param etag what tells its contents from others
 */
public record ObjectCreated(UUID id, Instant time, String bucket, String key, long bytes, String etag) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "000000000000";

    /** The event in S3's form. */
    public ObjectNode toJson() {
        ObjectNode event = JSON.createObjectNode().put("version", "0").put("id", id.toString()).put("detail-type", "Object Created").put("source", "aws.s3").put("account", ACCOUNT)
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString()).put("region", "us-east-1");
        event.putArray("resources").add("arn:aws:s3:::" + bucket);
        ObjectNode detail = event.putObject("detail").put("version", "0");
        detail.putObject("bucket").put("name", bucket);
        detail.putObject("object").put("key", key).put("size", bytes).put("etag", etag).put("sequencer", "%016X".formatted(time.toEpochMilli()));
        detail.put("request-id", id.toString().replace("-", "").substring(0, 16)).put("requester", ACCOUNT).put("source-ip-address", "127.0.0.1").put("reason", "PutObject");
        return event;
    }
}
