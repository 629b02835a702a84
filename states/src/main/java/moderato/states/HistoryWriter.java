package moderato.states;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import moderato.kernel.HistoryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history as the service's GetExecutionHistory gives it: {@code {"events": [...]}}, ids by place from 1, timestamps in seconds
 * since 1970.
 *
 * <p>Neighbouring events mostly tell of the same document, so the text of the last one is kept: a history is written without a tree for
 * each of its events.
 */
public final class HistoryWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private @Nullable JsonNode lastNode;
    private String lastText = "";
    private @Nullable Instant lastInstant;
    private String lastSeconds = "";

    private HistoryWriter() {
    }

    /** Writes a history as JSON in UTF-8; the stream is flushed and stays open. */
    public static void write(List<? extends HistoryEvent> events, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(out).disable(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature())) {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            HistoryWriter writer = new HistoryWriter();
            for (int i = 0; i < events.size(); i++) {
                writer.write(events.get(i), i + 1L, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(HistoryEvent event, long id, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("timestamp");
        json.writeNumber(seconds(event.at()));
        json.writeStringField("type", event.type());
        json.writeNumberField("id", id);
        switch (event) {
            case StatesEvent.Entered entered -> {
                json.writeNumberField("previousEventId", entered.previousEventId());
                json.writeObjectFieldStart("stateEnteredEventDetails");
                json.writeStringField("name", entered.name());
                document("input", entered.input(), json);
                json.writeEndObject();
            }
            case StatesEvent.Exited exited -> {
                json.writeNumberField("previousEventId", exited.previousEventId());
                json.writeObjectFieldStart("stateExitedEventDetails");
                json.writeStringField("name", exited.name());
                document("output", exited.output(), json);
                variables(exited.assigned(), json);
                json.writeEndObject();
            }
            case StatesEvent.Iteration iteration -> {
                json.writeNumberField("previousEventId", iteration.previousEventId());
                json.writeObjectFieldStart(StatesEvent.Json.field(iteration.type()));
                json.writeStringField("name", iteration.name());
                json.writeNumberField("index", iteration.index());
                json.writeEndObject();
            }
            default -> rest(event, json);
        }
        json.writeEndObject();
    }

    private static void rest(HistoryEvent event, JsonGenerator json) throws IOException {
        for (Map.Entry<String, JsonNode> field : event.toJson().properties()) {
            if (!field.getKey().equals("type")) {
                json.writeFieldName(field.getKey());
                tree(field.getValue(), json);
            }
        }
    }

    private static void tree(JsonNode node, JsonGenerator json) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                json.writeStartObject();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    json.writeFieldName(field.getKey());
                    tree(field.getValue(), json);
                }
                json.writeEndObject();
            }
            case ARRAY -> {
                json.writeStartArray();
                for (JsonNode item : node) {
                    tree(item, json);
                }
                json.writeEndArray();
            }
            case STRING -> json.writeString(node.textValue());
            case BOOLEAN -> json.writeBoolean(node.booleanValue());
            case NUMBER -> json.writeNumber(node.asText());
            case NULL, MISSING, BINARY, POJO -> json.writeNull();
        }
    }

    private void document(String field, JsonNode node, JsonGenerator json) throws IOException {
        if (node != lastNode) {
            lastNode = node;
            lastText = node.toString();
        }
        json.writeStringField(field, lastText);
        truncated(field + "Details", json);
    }

    private static void variables(Map<String, JsonNode> assigned, JsonGenerator json) throws IOException {
        if (assigned.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("assignedVariables");
        for (Map.Entry<String, JsonNode> variable : assigned.entrySet()) {
            json.writeStringField(variable.getKey(), variable.getValue().toString());
        }
        json.writeEndObject();
        truncated("assignedVariablesDetails", json);
    }

    private static void truncated(String field, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeBooleanField("truncated", false);
        json.writeEndObject();
    }

    /** Most events of a turn have one instant. */
    private String seconds(Instant at) {
        if (at != lastInstant) {
            lastInstant = at;
            lastSeconds = format(at);
        }
        return lastSeconds;
    }

    private static String format(Instant at) {
        int millis = at.getNano() / 1_000_000;
        return at.getEpochSecond() + (millis < 10 ? ".00" : millis < 100 ? ".0" : ".") + millis;
    }
}
