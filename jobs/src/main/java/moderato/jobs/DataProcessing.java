package moderato.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch transform does to records around the model: takes parts of them for it, joins its predictions to them, and takes parts of
 * what came out.
 *
 * <p>A record of CSV is a list of its columns, each as it is written, and joining appends the prediction's columns. A JSON object gains
 * the member SageMakerOutput; any other JSON becomes {@code {SageMakerInput, SageMakerOutput}}.
 *
 * @param input what of a record the model sees
 * @param output what of a record, joined or not, is written
 * @param join whether predictions are joined to their records
 * @param format how records and predictions are written
 * @param lines whether a JSON record is a line
 */
record DataProcessing(RecordPath input, RecordPath output, boolean join, Format format, boolean lines) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How records are written. */
    enum Format {
        /** Columns, commas between them. */
        CSV,
        /** JSON, whole or a line each. */
        JSON,
        /** Bytes that nothing looks into. */
        BYTES
    }

    /** The processing of a request. */
    static DataProcessing of(JsonNode request) throws JobFailure {
        JsonNode processing = request.path("DataProcessing");
        RecordPath input = RecordPath.of(processing.path("InputFilter").asText("$"));
        RecordPath output = RecordPath.of(processing.path("OutputFilter").asText("$"));
        boolean join = processing.path("JoinSource").asText("None").equals("Input");
        String contentType = request.path("TransformInput").path("ContentType").asText("");
        String split = request.path("TransformInput").path("SplitType").asText("None");
        Format format = contentType.startsWith("text/csv") ? Format.CSV : contentType.startsWith("application/json") ? Format.JSON : Format.BYTES;
        DataProcessing found = new DataProcessing(input, output, join, format, split.equals("Line") || contentType.startsWith("application/jsonlines"));
        if (!found.plain()) {
            found.check(request, contentType, split);
        }
        return found;
    }

    private void check(JsonNode request, String contentType, String split) throws JobFailure {
        JsonNode target = request.path("TransformOutput");
        if (format == Format.BYTES) {
            throw JobFailure.client("DataProcessing needs records of text/csv, application/json or application/jsonlines; TransformInput.ContentType is '" + contentType + "'");
        }
        if (join && !target.path("Accept").asText(contentType).equals(contentType)) {
            throw JobFailure.client("JoinSource Input needs TransformOutput.Accept to be the ContentType of the input, " + contentType);
        }
        if (join && !target.path("AssembleWith").asText(split).equals(split)) {
            throw JobFailure.client("JoinSource Input needs TransformOutput.AssembleWith to be the SplitType of the input, " + split);
        }
    }

    /** Whether records and predictions go through as they are. */
    boolean plain() {
        return input.toString().equals("$") && output.toString().equals("$") && !join;
    }

    /** What the model sees of a body. */
    byte[] request(byte[] body) throws IOException {
        if (input.toString().equals("$")) {
            return body;
        }
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode record : records(body, lines)) {
            seen.add(input.of(record));
        }
        return text(seen);
    }

    /** What is written for a body and the model's answer to it. */
    byte[] answer(byte[] body, byte[] prediction) throws IOException {
        if (!join && output.toString().equals("$")) {
            return prediction;
        }
        List<JsonNode> records = records(body, lines);
        List<JsonNode> predictions = records(prediction, records.size() > 1);
        if (join && predictions.size() != records.size()) {
            throw new IOException("the model answered " + predictions.size() + " predictions for " + records.size()
                    + " records; to join them it must answer a line a record, or get one at a time (BatchStrategy SingleRecord)");
        }
        List<JsonNode> written = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            written.add(output.of(join ? joined(records.get(i), predictions.get(i)) : predictions.get(i)));
        }
        return text(written);
    }

    private JsonNode joined(JsonNode record, JsonNode prediction) {
        if (format == Format.CSV) {
            return ((ArrayNode) record).deepCopy().addAll((ArrayNode) prediction);
        }
        if (record instanceof ObjectNode object) {
            return object.deepCopy().set("SageMakerOutput", prediction);
        }
        ObjectNode both = JSON.createObjectNode();
        both.set("SageMakerInput", record);
        return both.set("SageMakerOutput", prediction);
    }

    private List<JsonNode> records(byte[] body, boolean lineEach) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        List<JsonNode> records = new ArrayList<>();
        try {
            if (format == Format.JSON && !lineEach) {
                return List.of(JSON.readTree(text));
            }
            for (String line : (Iterable<String>) text.lines().filter(line -> !line.isBlank())::iterator) {
                records.add(format == Format.CSV ? columns(line) : JSON.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new IOException("a record or prediction is not JSON: " + e.getOriginalMessage(), e);
        }
        return records;
    }

    private static ArrayNode columns(String line) {
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '"') {
                quoted = !quoted;
            } else if (line.charAt(i) == ',' && !quoted) {
                columns.add(line.substring(start, i));
                start = i + 1;
            }
        }
        return columns.add(line.substring(start));
    }

    private byte[] text(List<JsonNode> records) {
        StringBuilder text = new StringBuilder();
        for (JsonNode record : records) {
            text.append(text.isEmpty() ? "" : "\n").append(format == Format.CSV ? row(record) : record.toString());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String row(JsonNode record) {
        if (!record.isArray()) {
            return record.asText();
        }
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < record.size(); i++) {
            row.append(i == 0 ? "" : ",").append(record.get(i).asText());
        }
        return row.toString();
    }
}
