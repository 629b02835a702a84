package moderato.states;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/**
 * Where a distributed Map reads its items: a file of JSON, JSON Lines or CSV, a manifest that names such files, or the listing of a
 * bucket.
 *
 * @param resource what reads it: {@code arn:aws:states:::s3:getObject} or {@code ...:listObjectsV2}
 * @param parameters the bucket, and the key or the prefix
 * @param format the value of InputType
 * @param csv how a CSV file is written
 * @param pointer where in a JSON file the items are
 * @param mostItems how many items to take
 */
record ItemReader(String resource, Optional<PayloadTemplate> parameters, String format, CsvReader csv, Optional<JsonPointer> pointer,
        Optional<ValueField> mostItems) {

    private static final String GET_OBJECT = "arn:aws:states:::s3:getObject";

    /** The service takes at most this many items. */
    private static final long MOST_ITEMS = 100_000_000;

    /** What was read by now, and the payloads of what is still to be read. */
    record Read(PersistentVector<PackedJson> items, List<JsonNode> toRead) {
        Read {
            toRead = List.copyOf(toRead);
        }
    }

    /** What was read is not what it ought to be. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static ItemReader read(StateReader reader) {
        StateReader config = reader.inside("ReaderConfig", reader.node("ReaderConfig"));
        return new ItemReader(reader.text("Resource"), reader.template(reader.isJsonata() ? "Arguments" : "Parameters"),
                config.has("InputType") ? config.text("InputType") : "JSON", CsvReader.read(config),
                config.has("ItemsPointer") ? Optional.of(JsonPointer.compile(config.text("ItemsPointer"))) : Optional.empty(),
                config.numeric("MaxItems"));
    }

    /**
     * Lets a reader pass whose bounds are numbers; what they are is looked at when there are items.
     *
     * @throws StatesErrorException {@code States.Runtime} otherwise
     */
    void requireNumbers(EvaluationScope scope) {
        mostItems.ifPresent(field -> field.integer(scope));
    }

    /** What to read first. */
    JsonNode first(EvaluationScope scope) {
        return parameters.map(template -> template.evaluate(scope)).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** What reads what a manifest names: a manifest's entries are always files. */
    String resource(JsonNode payload) {
        return payload.has("ContinuationToken") ? resource : GET_OBJECT;
    }

    /**
     * Takes what was read.
     *
     * @param exchange the payloads of this and all further readings
     * @throws UnreadableException when it is not what the reader was told
     */
    Read take(EvaluationScope scope, PersistentVector<PackedJson> sofar, List<JsonNode> exchange, JsonNode output) throws UnreadableException {
        long most = mostItems.map(field -> field.integer(scope)).orElse(0L);
        if (most < 0) {
            throw new UnreadableException("field MaxItems must be positive");
        }
        List<PackedJson> items = new ArrayList<>(sofar);
        List<JsonNode> toRead = new ArrayList<>(exchange.subList(1, exchange.size()));
        if (resource.endsWith(":listObjectsV2") || resource.endsWith(":listObjects")) {
            listing(items, toRead, exchange.getFirst(), output);
        } else if (format.equals("MANIFEST") && !exchange.getFirst().has("FromManifest")) {
            manifest(toRead, exchange.getFirst(), json(output));
        } else {
            file(items, output);
        }
        long limit = most == 0 ? MOST_ITEMS : Math.min(most, MOST_ITEMS);
        if (items.size() >= limit) {
            toRead.clear();
            items.subList((int) limit, items.size()).clear();
        }
        return new Read(PersistentVector.copyOf(items), toRead);
    }

    private static void listing(List<PackedJson> items, List<JsonNode> toRead, JsonNode asked, JsonNode output) throws UnreadableException {
        if (!(output.path("Contents") instanceof ArrayNode contents) && output.has("Contents")) {
            throw new UnreadableException("The listing has no list of objects.");
        }
        output.path("Contents").forEach(object -> items.add(PackedJson.of(object)));
        if (output.path("NextContinuationToken").isTextual()) {
            ObjectNode next = ((ObjectNode) asked).deepCopy();
            next.set("ContinuationToken", output.path("NextContinuationToken"));
            toRead.addFirst(next);
        }
    }

    /** An inventory of the object store: a list of files, each of them CSV with the columns that the manifest names. */
    private static void manifest(List<JsonNode> toRead, JsonNode asked, JsonNode manifest) throws UnreadableException {
        if (!manifest.path("files").isArray()) {
            throw new UnreadableException("The manifest has no list of files.");
        }
        String bucket = manifest.path("destinationBucket").asText(asked.path("Bucket").asText());
        for (JsonNode file : manifest.path("files")) {
            toRead.add(JsonNodeFactory.instance.objectNode().put("Bucket", bucket.substring(bucket.lastIndexOf(':') + 1))
                    .put("Key", file.path("key").asText()).put("FromManifest", manifest.path("fileSchema").asText("")));
        }
    }

    private void file(List<PackedJson> items, JsonNode output) throws UnreadableException {
        switch (format) {
            case "JSON" -> {
                JsonNode whole = json(output);
                JsonNode document = pointer.map(whole::at).orElse(whole);
                if (!document.isArray()) {
                    throw new UnreadableException("Attempting to map over non-iterable node.");
                }
                document.forEach(item -> items.add(PackedJson.of(item)));
            }
            case "JSONL" -> {
                Iterable<String> all = text(output).lines()::iterator;
                for (String line : all) {
                    if (!line.isBlank()) {
                        items.add(PackedJson.of(parse(line)));
                    }
                }
            }
            case "CSV", "MANIFEST" -> csv.parse(text(output)).forEach(row -> items.add(PackedJson.of(row)));
            default -> throw new UnreadableException("Items of the type %s cannot be read here.".formatted(format));
        }
    }

    /** The text of an object: what a reading gave as {@code Body}, or itself. */
    private static String text(JsonNode output) {
        JsonNode body = output.has("Body") ? output.path("Body") : output;
        return body.isTextual() ? body.textValue() : body.toString();
    }

    private static JsonNode json(JsonNode output) throws UnreadableException {
        JsonNode body = output.has("Body") ? output.path("Body") : output;
        return body.isTextual() ? parse(body.textValue()) : body;
    }

    private static JsonNode parse(String text) throws UnreadableException {
        try {
            return JsonText.read(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableException("Unable to parse the items as JSON: " + e.getOriginalMessage());
        }
    }
}
