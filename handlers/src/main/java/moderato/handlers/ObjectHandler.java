package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import moderato.kernel.Limits;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;

/**
 * S3 on the object store, for Tasks ({@code aws-sdk:s3:*}) and for the files of distributed Maps ({@code s3:*}): get, put, head, list,
 * copy and delete of objects.
 */
public final class ObjectHandler implements TaskHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEYS_AT_MOST = 1000;

    private final ObjectStore store;
    private final PackedFiles packedFiles = new PackedFiles();

    /** A handler for the objects of a store. */
    public ObjectHandler(ObjectStore store) {
        this.store = store;
    }

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException {
        String operation = context.resource().substring(context.resource().lastIndexOf(':') + 1);
        try {
            return switch (operation) {
                case "getObject" -> get(payload, context.mostBytes(), !context.resource().contains(":aws-sdk:"));
                case "headObject" -> head(find(payload));
                case "putObject" -> put(payload);
                case "copyObject" -> copy(payload);
                case "deleteObject" -> delete(payload);
                case "listObjectsV2", "listObjects" -> list(payload);
                default -> throw new TaskFailedException("States.Runtime",
                        "the object store here does not do s3:" + operation + "; it does getObject, headObject, putObject, copyObject, deleteObject, listObjectsV2");
            };
        } catch (IOException e) {
            throw new TaskFailedException("S3.S3Exception", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new TaskFailedException("S3.InvalidBucketNameException", String.valueOf(e.getMessage()));
        }
    }

    /**
     * The text of an object, or of the range of it that is asked for. A file of items may be packed by gzip, as inventories are, and is then
     * unpacked; a Task gets what is there. A range of items ends with a line.
     */
    private JsonNode get(JsonNode payload, int mostBytes, boolean ofItems) throws IOException, TaskFailedException {
        StoredObject object = find(payload);
        try (InputStream stored = new BufferedInputStream(Files.newInputStream(object.file()))) {
            boolean packed = ofItems && isGzip(stored);
            Optional<ByteRange> range = ByteRange.read(payload.path("Range").asText(""), packed ? Long.MAX_VALUE : object.size());
            if (range.isPresent()) {
                if (range.get().length() > mostBytes) {
                    throw tooLarge("The range has " + range.get().length() + " bytes", mostBytes);
                }
                return packed ? part(object, range.get()) : part(object, stored, range.get(), ofItems);
            }
            InputStream in = packed ? new GZIPInputStream(stored) : stored;
            byte[] bytes = object.size() > mostBytes ? new byte[0] : in.readNBytes(mostBytes);
            if (object.size() > mostBytes || in.read() >= 0) {
                throw tooLarge(object.address() + " has " + object.size() + (packed ? " bytes and more when it is unpacked" : " bytes"), mostBytes);
            }
            return head(object).put("Body", text(bytes, bytes.length));
        } catch (CharacterCodingException e) {
            throw new TaskFailedException("S3.S3Exception", object.address() + " is no text in UTF-8, and a state takes no other");
        }
    }

    private static JsonNode part(StoredObject object, InputStream stored, ByteRange range, boolean ofItems) throws IOException {
        stored.skipNBytes(range.from());
        byte[] bytes = stored.readNBytes((int) range.length());
        int length = ofItems && range.from() + bytes.length < object.size() ? ByteRange.wholeLines(bytes) : bytes.length;
        return part(object, range.from(), text(bytes, length), length, String.valueOf(object.size()));
    }

    private JsonNode part(StoredObject object, ByteRange range) throws IOException {
        PackedFiles.Part part = packedFiles.read(object, range.from(), (int) range.length());
        int length = part.bytes().length;
        return part(object, range.from(), text(part.bytes(), length), length, part.last() ? String.valueOf(range.from() + length) : "*");
    }

    private static JsonNode part(StoredObject object, long from, String text, int length, String size) {
        return head(object).put("ContentLength", length).put("ContentRange", "bytes %d-%d/%s".formatted(from, from + length - 1, size)).put("Body", text);
    }

    private static String text(byte[] bytes, int length) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    }

    private static TaskFailedException tooLarge(String what, int mostBytes) {
        return new TaskFailedException(Limits.DATA_LIMIT_EXCEEDED, "%s; at most %d can be read here".formatted(what, mostBytes));
    }

    private static boolean isGzip(InputStream stored) throws IOException {
        stored.mark(2);
        boolean packed = stored.read() == 0x1F && stored.read() == 0x8B;
        stored.reset();
        return packed;
    }

    private StoredObject find(JsonNode payload) throws IOException, TaskFailedException {
        ObjectAddress address = address(payload);
        return store.find(address).orElseThrow(() -> new TaskFailedException("S3.NoSuchKeyException", "The specified key does not exist: " + address));
    }

    private static ObjectNode head(StoredObject object) {
        return JSON.createObjectNode().put("ContentLength", object.size()).put("LastModified", object.modified().toString());
    }

    private JsonNode put(JsonNode payload) throws IOException {
        JsonNode body = payload.path("Body");
        String text = body.isMissingNode() ? "" : body.isTextual() ? body.asText() : body.toString();
        store.put(address(payload), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return JSON.createObjectNode();
    }

    private JsonNode copy(JsonNode payload) throws IOException, TaskFailedException {
        ObjectAddress source = ObjectAddress.parse("s3://" + payload.path("CopySource").asText("").replaceFirst("^/", ""));
        StoredObject object = store.find(source).orElseThrow(() -> new TaskFailedException("S3.NoSuchKeyException", "The specified key does not exist: " + source));
        store.put(address(payload), object.file());
        return JSON.createObjectNode();
    }

    private JsonNode delete(JsonNode payload) throws IOException {
        store.remove(address(payload));
        return JSON.createObjectNode();
    }

    private JsonNode list(JsonNode payload) throws IOException {
        String prefix = payload.path("Prefix").asText("");
        String after = payload.path("ContinuationToken").asText(payload.path("StartAfter").asText(""));
        int limit = Math.min(payload.path("MaxKeys").asInt(KEYS_AT_MOST), KEYS_AT_MOST);
        List<StoredObject> found = store.list(new ObjectAddress(payload.path("Bucket").asText(""), prefix)).stream()
                .filter(object -> object.address().key().compareTo(after) > 0).toList();
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("Contents");
        found.stream().limit(limit).forEach(object -> answer.withArray("Contents").addObject().put("Key", object.address().key()).put("Size", object.size())
                .put("LastModified", object.modified().toString()).put("StorageClass", "STANDARD"));
        boolean more = found.size() > limit;
        answer.put("IsTruncated", more).put("KeyCount", Math.min(found.size(), limit)).put("Name", payload.path("Bucket").asText("")).put("Prefix", prefix);
        return more ? answer.put("NextContinuationToken", found.get(limit - 1).address().key()) : answer;
    }

    private static ObjectAddress address(JsonNode payload) {
        return new ObjectAddress(payload.path("Bucket").asText(""), payload.path("Key").asText(""));
    }
}
