package moderato.states;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a distributed Map reads its items: a file of JSON, JSON Lines or CSV, a manifest that names such files, or the listing of a
 * bucket, and what it lists.
 *
 * @param resource what reads it: {@code arn:aws:states:::s3:getObject} or {@code ...:listObjectsV2}
 * @param parameters the bucket, and the key or the prefix
 * @param format how the files are written that hold the items: the value of InputType
 * @param kind how it comes to them
 * @param csv how a CSV file is written
 * @param pointer where in a JSON file the items are
 * @param mostItems how many items to take
 */
record ItemReader(String resource, Optional<PayloadTemplate> parameters, String format, Kind kind, CsvReader csv, Optional<JsonPointer> pointer,
        Optional<ValueField> mostItems) {

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

    /** What stands in the payload of a reading that was named by another: the columns of its file, where they are known. */
    private static final String COLUMNS = "Columns";

    /** How much of a file of rows or lines is read at a time, and how long one of these may be. */
    private static final long PART_BYTES = 8 << 20;
    private static final int LONGEST_ROW = 64 << 20;

    /** What stands in the payload of a reading that goes on with a file: the names of its columns, and the begin of the row that was cut. */
    private static final String HEADERS = "Headers";
    private static final String CUT = "Cut";

    /** The service takes at most this many items. */
    private static final int MOST_ITEMS = 100_000_000;

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes \\d{1,18}-(\\d{1,18})/(\\d{1,18})");

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
                kind == Kind.INVENTORY ? "CSV" : format, kind, CsvReader.read(config),
                config.has("ItemsPointer") ? Optional.of(JsonPointer.compile(config.text("ItemsPointer"))) : Optional.empty(),
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
        return kind == Kind.FILE && asked instanceof ObjectNode object ? inParts(object, 0) : asked;
    }

    /* Files of rows or lines are read in parts; where a handler knows no ranges, it gives the whole. */
    private JsonNode inParts(ObjectNode asked, long from) {
        boolean parts = format.equals("JSONL") || format.equals("CSV");
        return parts ? asked.deepCopy().put("Range", "bytes=%d-%d".formatted(from, from + PART_BYTES - 1)) : asked;
    }

    /** What does a reading: those that another named are always of files. */
    String resource(JsonNode payload) {
        return payload.has(COLUMNS) ? GET_OBJECT : resource;
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
        if (kind == Kind.FILE || asked.has(COLUMNS)) {
            items = file(items, toRead, asked, output);
        } else if (kind == Kind.INVENTORY) {
            inventory(toRead, asked, json(output));
        } else if (kind == Kind.ATHENA) {
            addresses(toRead, text(output));
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
                toRead.add(named(bucket, object.path("Key").asText(), ""));
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

    private JsonNode named(String bucket, String key, String columns) {
        return inParts(JsonNodeFactory.instance.objectNode().put("Bucket", bucket).put("Key", key).put(COLUMNS, columns), 0);
    }

    private void inventory(List<JsonNode> toRead, JsonNode asked, JsonNode manifest) throws UnreadableException {
        if (!manifest.path("files").isArray()) {
            throw new UnreadableException("The manifest has no list of files.");
        }
        String bucket = manifest.path("destinationBucket").asText(asked.path("Bucket").asText());
        for (JsonNode file : manifest.path("files")) {
            toRead.add(named(bucket.substring(bucket.lastIndexOf(':') + 1), file.path("key").asText(), manifest.path("fileSchema").asText("")));
        }
    }

    private void addresses(List<JsonNode> toRead, String lines) throws UnreadableException {
        for (String line : lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            String[] parts = line.split("/", 4);
            if (parts.length < 4 || !parts[0].equals("s3:")) {
                throw new UnreadableException("The manifest names no object of a bucket by '%s'; each line is s3://BUCKET/KEY.".formatted(line));
            }
            toRead.add(named(parts[2], parts[3], ""));
        }
    }

    private static List<PackedJson> packed(Iterable<JsonNode> values) {
        List<PackedJson> packed = new ArrayList<>();
        values.forEach(value -> packed.add(PackedJson.of(value)));
        return packed;
    }

    /** The items that TestState is given as the text of a file or of a listing. */
    DistributedItems sample(EvaluationScope scope, String text) throws UnreadableException {
        JsonNode given = JsonNodeFactory.instance.textNode(text);
        JsonNode asked = kind == Kind.LISTING ? first(scope) : named("", "", "");
        return take(scope, DistributedItems.NONE, List.of(asked), kind == Kind.LISTING ? json(given) : given).items();
    }

    private DistributedItems file(DistributedItems items, List<JsonNode> toRead, JsonNode asked, JsonNode output) throws UnreadableException {
        String uri = "s3://%s/%s".formatted(asked.path("Bucket").asText(), asked.path("Key").asText());
        switch (format) {
            case "JSON" -> {
                JsonNode whole = json(output);
                JsonNode document = pointer.map(whole::at).orElse(whole);
                boolean pairs = pointer.isPresent() && document.isObject();
                if (!document.isArray() && !pairs) {
                    throw new UnreadableException("Attempting to map over non-iterable node.");
                }
                return items.plus(packed(pairs ? DistributedItems.pairs(document) : document), pairs, uri);
            }
            case "JSONL" -> {
                String text = asked.path(CUT).asText() + text(output);
                OptionalLong next = next(output);
                int read = next.isPresent() ? text.lastIndexOf('\n') + 1 : text.length();
                List<PackedJson> values = new ArrayList<>();
                Iterable<String> all = text.substring(0, read).lines()::iterator;
                for (String line : all) {
                    if (!line.isBlank()) {
                        values.add(PackedJson.of(parse(line)));
                    }
                }
                goOn(toRead, asked, next, List.of(), text.substring(read));
                return items.plus(values, false, uri);
            }
            case "CSV" -> {
                String text = asked.path(CUT).asText() + text(output);
                OptionalLong next = next(output);
                List<String> headers = new ArrayList<>();
                asked.path(HEADERS).forEach(header -> headers.add(header.asText()));
                CsvReader reader = headers.isEmpty() ? csv.named(asked.path(COLUMNS).asText()) : new CsvReader(headers, csv.delimiter());
                CsvReader.Part part = reader.parse(text, next.isEmpty());
                goOn(toRead, asked, next, part.reader().headers(), text.substring(part.read()));
                return items.plus(part.items(), false, uri);
            }
            default -> throw new UnreadableException("Items of the type %s cannot be read here.".formatted(format));
        }
    }

    /** Where a file goes on behind what was read of it; empty when that was its end. */
    private static OptionalLong next(JsonNode output) {
        Matcher range = CONTENT_RANGE.matcher(output.path("ContentRange").asText(""));
        return range.matches() && Long.parseLong(range.group(1)) + 1 < Long.parseLong(range.group(2))
                ? OptionalLong.of(Long.parseLong(range.group(1)) + 1) : OptionalLong.empty();
    }

    private void goOn(List<JsonNode> toRead, JsonNode asked, OptionalLong next, List<String> headers, String cut) throws UnreadableException {
        if (next.isEmpty()) {
            return;
        }
        if (cut.length() > LONGEST_ROW) {
            throw new UnreadableException("A row is longer than %d characters.".formatted(LONGEST_ROW));
        }
        ObjectNode more = (ObjectNode) inParts((ObjectNode) asked, next.getAsLong());
        more.put(COLUMNS, asked.path(COLUMNS).asText()).put(CUT, cut);
        headers.forEach(more.putArray(HEADERS)::add);
        toRead.addFirst(more);
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
            throw new UnreadableException("Unable to parse the items as JSON: " + JsonText.why(e));
        }
    }
}
