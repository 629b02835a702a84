package moderato.states;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the files are read that hold the items of a distributed Map: a part at a time, where what reads them can give a part.
 *
 * <p>How far a file is read stands in the payload of the reading that goes on with it, and nowhere else.
 *
 * @param format how they are written: the value of InputType
 * @param csv how a CSV file is written
 * @param pointer where in a JSON file the items are
 */
record ItemFile(String format, CsvReader csv, Optional<JsonPointer> pointer) {

    /** What stands in the payload of a reading that was named by another: the columns of its file, where they are known. */
    static final String COLUMNS = "Columns";

    /** How much of a file is read at a time, and how long an item of it may be, or what is before the items. */
    private static final long PART_BYTES = 8 << 20;
    private static final int LONGEST_ITEM = 64 << 20;

    /** What stands in the payload of a reading that goes on with a file: the names of its columns, what JSON items are in, and the begin of the one that was cut. */
    private static final String HEADERS = "Headers";
    private static final String INSIDE = "Inside";
    private static final String CUT = "Cut";

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes \\d{1,18}-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** The payload that asks for the part of a file from a byte on; what knows no ranges gives the whole. */
    static ObjectNode part(ObjectNode asked, long from) {
        return asked.deepCopy().put("Range", "bytes=%d-%d".formatted(from, from + PART_BYTES - 1));
    }

    /** The payload that asks for the first part of a file that another one names. */
    static ObjectNode named(String bucket, String key, String columns) {
        return part(JsonNodeFactory.instance.objectNode().put("Bucket", bucket).put("Key", key).put(COLUMNS, columns), 0);
    }

    /**
     * Takes a part of a file.
     *
     * @param toRead what is still to be read; gets the next part of the file first
     */
    DistributedItems take(DistributedItems items, List<JsonNode> toRead, JsonNode asked, JsonNode output) throws ItemReader.UnreadableException {
        String uri = "s3://%s/%s".formatted(asked.path("Bucket").asText(), asked.path("Key").asText());
        return switch (format) {
            case "JSON" -> json(items, toRead, asked, output, uri);
            case "JSONL" -> items.plus(lines(toRead, asked, output), false, uri);
            case "CSV" -> items.plus(rows(toRead, asked, output), false, uri);
            default -> throw new ItemReader.UnreadableException("Items of the type %s cannot be read here.".formatted(format));
        };
    }

    private DistributedItems json(DistributedItems items, List<JsonNode> toRead, JsonNode asked, JsonNode output, String uri) throws ItemReader.UnreadableException {
        OptionalLong next = next(output);
        if (next.isEmpty() && !asked.has(CUT)) {
            JsonNode whole = tree(output);
            JsonNode document = pointer.map(whole::at).orElse(whole);
            boolean pairs = pointer.isPresent() && document.isObject();
            if (!document.isArray() && !pairs) {
                throw new ItemReader.UnreadableException(JsonItems.NOT_ITERABLE);
            }
            List<PackedJson> packed = new ArrayList<>(document.size());
            (pairs ? DistributedItems.pairs(document) : document).forEach(item -> packed.add(PackedJson.of(item)));
            return items.plus(packed, pairs, uri);
        }
        String text = asked.path(CUT).asText() + text(output);
        JsonItems.Part part = new JsonItems(pointer).read(text, asked.path(INSIDE).asText());
        if (next.isEmpty() && !part.over()) {
            throw new ItemReader.UnreadableException("Unable to parse the items as JSON: the file ends before they do.");
        }
        if (!part.over()) {
            goOn(toRead, asked, next.getAsLong(), text.substring(part.read())).put(INSIDE, part.inside());
        }
        return items.plus(part.items(), part.pairs(), uri);
    }

    private List<PackedJson> lines(List<JsonNode> toRead, JsonNode asked, JsonNode output) throws ItemReader.UnreadableException {
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
        if (next.isPresent()) {
            goOn(toRead, asked, next.getAsLong(), text.substring(read));
        }
        return values;
    }

    private List<PackedJson> rows(List<JsonNode> toRead, JsonNode asked, JsonNode output) throws ItemReader.UnreadableException {
        String text = asked.path(CUT).asText() + text(output);
        OptionalLong next = next(output);
        List<String> headers = new ArrayList<>();
        asked.path(HEADERS).forEach(header -> headers.add(header.asText()));
        CsvReader reader = headers.isEmpty() ? csv.named(asked.path(COLUMNS).asText()) : new CsvReader(headers, csv.delimiter());
        CsvReader.Part part = reader.parse(text, next.isEmpty());
        if (next.isPresent()) {
            part.reader().headers().forEach(goOn(toRead, asked, next.getAsLong(), text.substring(part.read())).putArray(HEADERS)::add);
        }
        return part.items();
    }

    /** Where a file goes on behind what was read of it; empty when that was its end. The size of a packed file is not known before. */
    private static OptionalLong next(JsonNode output) {
        Matcher range = CONTENT_RANGE.matcher(output.path("ContentRange").asText(""));
        boolean more = range.matches() && (range.group(2).equals("*") || Long.parseLong(range.group(1)) + 1 < Long.parseLong(range.group(2)));
        return more ? OptionalLong.of(Long.parseLong(range.group(1)) + 1) : OptionalLong.empty();
    }

    private static ObjectNode goOn(List<JsonNode> toRead, JsonNode asked, long next, String cut) throws ItemReader.UnreadableException {
        if (cut.length() > LONGEST_ITEM) {
            throw new ItemReader.UnreadableException("An item, or what is before the items, is longer than %d characters.".formatted(LONGEST_ITEM));
        }
        ObjectNode more = part((ObjectNode) asked, next).put(CUT, cut).put(COLUMNS, asked.path(COLUMNS).asText());
        toRead.addFirst(more);
        return more;
    }

    /** The text of an object: what a reading gave as {@code Body}, or itself. */
    static String text(JsonNode output) {
        JsonNode body = output.has("Body") ? output.path("Body") : output;
        return body.isTextual() ? body.textValue() : body.toString();
    }

    /** The JSON that an object holds. */
    static JsonNode tree(JsonNode output) throws ItemReader.UnreadableException {
        JsonNode body = output.has("Body") ? output.path("Body") : output;
        return body.isTextual() ? parse(body.textValue()) : body;
    }

    private static JsonNode parse(String text) throws ItemReader.UnreadableException {
        try {
            return JsonText.read(text);
        } catch (JsonProcessingException e) {
            throw new ItemReader.UnreadableException("Unable to parse the items as JSON: " + JsonText.why(e));
        }
    }
}
