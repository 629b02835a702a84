package moderato.states;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a distributed Map reads its items: a file of JSON, JSON Lines or CSV, a manifest that names such files, or the listing of a
 * bucket, and what it lists.
 *
 * @param resource what reads it: {@code arn:aws:states:::s3:getObject} or {@code ...:listObjectsV2}
 * @param parameters the bucket, and the key or the prefix
 * @param kind how it comes to the files with the items
 * @param file how these are read
 * @param mostItems how many items to take
 */
record ItemReader(String resource, Optional<PayloadTemplate> parameters, Kind kind, ItemFile file, Optional<ValueField> mostItems) {

    /** What is read first. */
    enum Kind {
        /** The file with the items. */
        FILE,
        /** A listing, whose entries are the items. */
        LISTING,
        /** A listing of the files with the items. */
        LISTED_FILES,
        /** An inventory of the object store: JSON that names CSV files and their columns. */
        INVENTORY,
        /** What Athena's UNLOAD leaves: the addresses of files, a line each. */
        ATHENA
    }

    private static final String GET_OBJECT = "arn:aws:states:::s3:getObject";

    /** The service takes at most this many items. */
    static final int MOST_ITEMS = 100_000_000;

    /** What was read by now, and the payloads of what is still to be read. */
    record Read(DistributedItems items, List<JsonNode> toRead) {
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
        Kind kind = kind(reader.text("Resource"), config);
        String format = config.has("InputType") ? config.text("InputType") : "JSON";
        return new ItemReader(reader.text("Resource"), reader.template(reader.isJsonata() ? "Arguments" : "Parameters"),
                kind, new ItemFile(kind == Kind.INVENTORY ? "CSV" : format, CsvReader.read(config),
                        config.has("ItemsPointer") ? Optional.of(JsonPointer.compile(config.text("ItemsPointer"))) : Optional.empty()),
                config.numeric("MaxItems"));
    }

    private static Kind kind(String resource, StateReader config) {
        if (resource.endsWith(":listObjectsV2") || resource.endsWith(":listObjects")) {
            return config.text("Transformation").equals("LOAD_AND_FLATTEN") ? Kind.LISTED_FILES : Kind.LISTING;
        }
        if (config.text("ManifestType").equals("ATHENA_DATA")) {
            return Kind.ATHENA;
        }
        return config.text("InputType").equals("MANIFEST") || config.has("ManifestType") ? Kind.INVENTORY : Kind.FILE;
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
        JsonNode asked = parameters.map(template -> template.evaluate(scope)).orElseGet(JsonNodeFactory.instance::objectNode);
        return kind == Kind.FILE && asked instanceof ObjectNode object ? ItemFile.part(object, 0) : asked;
    }

    /** What does a reading: those that another named are always of files. */
    String resource(JsonNode payload) {
        return payload.has(ItemFile.COLUMNS) ? GET_OBJECT : resource;
    }

    /**
     * Takes what was read.
     *
     * @param exchange the payloads of this and all further readings
     * @throws UnreadableException when it is not what the reader was told
     */
    Read take(EvaluationScope scope, DistributedItems sofar, List<JsonNode> exchange, JsonNode output) throws UnreadableException {
        long most = mostItems.map(field -> field.integer(scope)).orElse(0L);
        if (most < 0) {
            throw new UnreadableException("field MaxItems must be positive");
        }
        JsonNode asked = exchange.getFirst();
        List<JsonNode> toRead = new ArrayList<>(exchange.subList(1, exchange.size()));
        DistributedItems items = sofar;
        if (kind == Kind.FILE || asked.has(ItemFile.COLUMNS)) {
            items = file.take(items, toRead, asked, output);
        } else if (kind == Kind.INVENTORY) {
            inventory(toRead, asked, ItemFile.tree(output));
        } else if (kind == Kind.ATHENA) {
            addresses(toRead, ItemFile.text(output));
        } else {
            items = listing(items, toRead, asked, output);
        }
        int limit = most == 0 ? MOST_ITEMS : (int) Math.min(most, MOST_ITEMS);
        if (items.size() >= limit) {
            return new Read(items.first(limit), List.of());
        }
        return new Read(items, toRead);
    }

    private DistributedItems listing(DistributedItems items, List<JsonNode> toRead, JsonNode asked, JsonNode output) throws UnreadableException {
        JsonNode contents = output.path("Contents");
        if (!contents.isArray() && output.has("Contents")) {
            throw new UnreadableException("The listing has no list of objects.");
        }
        if (output.path("NextContinuationToken").isTextual()) {
            ObjectNode next = ((ObjectNode) asked).deepCopy();
            next.set("ContinuationToken", output.path("NextContinuationToken"));
            toRead.addFirst(next);
        }
        String bucket = asked.path("Bucket").asText();
        if (kind == Kind.LISTING) {
            List<PackedJson> entries = new ArrayList<>(contents.size());
            contents.forEach(object -> entries.add(PackedJson.of(entry(object))));
            return items.plus(entries, false, "s3://" + bucket);
        }
        for (JsonNode object : contents) {
            if (!object.path("Key").asText().endsWith("/")) {
                toRead.add(ItemFile.named(bucket, object.path("Key").asText(), ""));
            }
        }
        return items;
    }

    /* As the service shows it, which is not quite as the object store does: another spelling, and seconds of the epoch. */
    private static JsonNode entry(JsonNode listed) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : listed.properties()) {
            String text = field.getValue().asText();
            Optional<Instant> modified = field.getKey().equals("LastModified") ? Timestamps.parse(text) : Optional.empty();
            entry.set(field.getKey().equals("ETag") ? "Etag" : field.getKey(),
                    modified.<JsonNode>map(instant -> JsonNodeFactory.instance.numberNode((double) instant.getEpochSecond())).orElse(field.getValue()));
        }
        return entry;
    }

    private void inventory(List<JsonNode> toRead, JsonNode asked, JsonNode manifest) throws UnreadableException {
        if (!manifest.path("files").isArray()) {
            throw new UnreadableException("The manifest has no list of files.");
        }
        String bucket = manifest.path("destinationBucket").asText(asked.path("Bucket").asText());
        for (JsonNode file : manifest.path("files")) {
            toRead.add(ItemFile.named(bucket.substring(bucket.lastIndexOf(':') + 1), file.path("key").asText(), manifest.path("fileSchema").asText("")));
        }
    }

    private void addresses(List<JsonNode> toRead, String lines) throws UnreadableException {
        for (String line : lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            String[] parts = line.split("/", 4);
            if (parts.length < 4 || !parts[0].equals("s3:")) {
                throw new UnreadableException("The manifest names no object of a bucket by '%s'; each line is s3://BUCKET/KEY.".formatted(line));
            }
            toRead.add(ItemFile.named(parts[2], parts[3], ""));
        }
    }

    /** The items that TestState is given as the text of a file or of a listing. */
    DistributedItems sample(EvaluationScope scope, String text) throws UnreadableException {
        JsonNode given = JsonNodeFactory.instance.textNode(text);
        JsonNode asked = kind == Kind.LISTING ? first(scope) : ItemFile.named("", "", "");
        return take(scope, DistributedItems.NONE, List.of(asked), kind == Kind.LISTING ? ItemFile.tree(given) : given).items();
    }
}
