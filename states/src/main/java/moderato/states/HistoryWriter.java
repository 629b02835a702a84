package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moderato.kernel.HistoryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history as the service's GetExecutionHistory gives it: {@code {"events": [...]}}, ids by place from 1, timestamps in seconds
 * since 1970.
 *
 * <p>Neighbouring events mostly tell of the same document, and all of the same few states and kinds of event: the text of the last document and
 * the names are kept, encoded, and a history is written without a tree for each of its events.
 */
public final class HistoryWriter {

    private static final byte[] BEGIN = JsonBytes.plain("{\"events\":[");
    private static final byte[] END = JsonBytes.plain("]}");
    private static final byte[] COMMA = JsonBytes.plain(",");
    private static final byte[] COLON = JsonBytes.plain(":");
    private static final byte[] CLOSE = JsonBytes.plain("}");
    private static final byte[] ID = JsonBytes.plain(",\"id\":");
    private static final byte[] PREVIOUS = JsonBytes.plain(",\"previousEventId\":");
    private static final byte[] ENTERED = JsonBytes.plain(",\"stateEnteredEventDetails\":{\"name\":");
    private static final byte[] INPUT = JsonBytes.plain(",\"input\":");
    private static final byte[] INPUT_DETAILS = JsonBytes.plain(",\"inputDetails\":{\"truncated\":false}}}");
    private static final byte[] EXITED = JsonBytes.plain(",\"stateExitedEventDetails\":{\"name\":");
    private static final byte[] OUTPUT = JsonBytes.plain(",\"output\":");
    private static final byte[] OUTPUT_DETAILS = JsonBytes.plain(",\"outputDetails\":{\"truncated\":false}");
    private static final byte[] ASSIGNED = JsonBytes.plain(",\"assignedVariables\":{");
    private static final byte[] ASSIGNED_DETAILS = JsonBytes.plain("},\"assignedVariablesDetails\":{\"truncated\":false}");
    private static final byte[] CLOSE_TWICE = JsonBytes.plain("}}");
    private static final byte[] ITERATION = JsonBytes.plain(":{\"name\":");
    private static final byte[] INDEX = JsonBytes.plain(",\"index\":");

    private final JsonBytes json;
    private final Map<String, byte[]> names = new HashMap<>();
    private final Map<String, byte[]> types = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable JsonNode lastNode;
    private byte[] lastText = {};
    private @Nullable Instant lastInstant;
    private byte[] lastSeconds = {};

    private HistoryWriter(JsonBytes json) {
        this.json = json;
    }

    /** Writes a history as JSON in UTF-8; the stream is flushed and stays open. */
    public static void write(List<? extends HistoryEvent> events, OutputStream out) {
        try {
            JsonBytes json = new JsonBytes(out).put(BEGIN);
            HistoryWriter writer = new HistoryWriter(json);
            for (int i = 0; i < events.size(); i++) {
                writer.write(events.get(i), i + 1L);
            }
            json.put(END).flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(HistoryEvent event, long id) throws IOException {
        if (id > 1) {
            json.put(COMMA);
        }
        json.put(seconds(event.at())).put(type(event.type())).put(ID).put(id);
        switch (event) {
            case StatesEvent.Entered entered -> json.put(PREVIOUS).put(entered.previousEventId()).put(ENTERED).put(name(entered.name())).put(INPUT)
                    .put(document(entered.input())).put(INPUT_DETAILS);
            case StatesEvent.Exited exited -> {
                json.put(PREVIOUS).put(exited.previousEventId()).put(EXITED).put(name(exited.name())).put(OUTPUT).put(document(exited.output())).put(OUTPUT_DETAILS);
                variables(exited.assigned());
                json.put(CLOSE_TWICE);
            }
            case StatesEvent.Iteration iteration -> json.put(PREVIOUS).put(iteration.previousEventId()).put(COMMA).put(name(StatesEvent.Json.field(iteration.type())))
                    .put(ITERATION).put(name(iteration.name())).put(INDEX).put(iteration.index()).put(CLOSE_TWICE);
            default -> rest(event);
        }
    }

    private void rest(HistoryEvent event) throws IOException {
        for (Map.Entry<String, JsonNode> field : event.toJson().properties()) {
            if (!field.getKey().equals("type")) {
                json.put(COMMA).put(name(field.getKey())).put(COLON).put(JsonBytes.plain(text(field.getValue())));
            }
        }
        json.put(CLOSE);
    }

    private String text(JsonNode node) {
        text.setLength(0);
        JsonBytes.append(node, text);
        return text.toString();
    }

    private byte[] document(JsonNode node) {
        if (node != lastNode) {
            lastNode = node;
            lastText = JsonBytes.quoted(text(node));
        }
        return lastText;
    }

    private void variables(Map<String, JsonNode> assigned) throws IOException {
        if (assigned.isEmpty()) {
            return;
        }
        byte[] before = ASSIGNED;
        for (Map.Entry<String, JsonNode> variable : assigned.entrySet()) {
            json.put(before).put(name(variable.getKey())).put(COLON).put(JsonBytes.quoted(text(variable.getValue())));
            before = COMMA;
        }
        json.put(ASSIGNED_DETAILS);
    }

    private byte[] name(String name) {
        return names.computeIfAbsent(name, JsonBytes::quoted);
    }

    private byte[] type(String type) {
        return types.computeIfAbsent(type, name -> JsonBytes.plain(",\"type\":\"" + name + "\""));
    }

    /** The begin of an event; most events of a turn have one instant. */
    private byte[] seconds(Instant at) {
        if (at != lastInstant) {
            lastInstant = at;
            int millis = at.getNano() / 1_000_000;
            lastSeconds = JsonBytes.plain("{\"timestamp\":" + at.getEpochSecond() + (millis < 10 ? ".00" : millis < 100 ? ".0" : ".") + millis);
        }
        return lastSeconds;
    }
}
