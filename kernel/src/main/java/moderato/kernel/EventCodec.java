package moderato.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Events, commands and outcomes as JSON, and back.
 *
 * <p>An event is an object such as {@code {"event":"TimerFired","at":1700000000000,"seed":7,"path":"3.1"}}: its kind, the instant in
 * milliseconds since 1970, and its fields. Commands are written in the same way, with {@code command} as the field of their kind. What is
 * absent is left out, so that an absent text and a JSON null stay different.
 */
public final class EventCodec {

    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20_000).maxStringLength(Integer.MAX_VALUE).build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(20_000).build())
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build());

    private EventCodec() {
    }

    /** The bytes of a tree's compact JSON text in UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The tree of a JSON text in UTF-8.
     *
     * @throws UncheckedIOException when it is not JSON
     */
    public static JsonNode tree(byte[] text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes an event's JSON text. */
    public static byte[] encode(Event event) {
        ByteArrayBuilder out = new ByteArrayBuilder(256);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("event", event.getClass().getSimpleName());
            json.writeNumberField("at", event.at().toEpochMilli());
            json.writeNumberField("seed", event.seed());
            if (event instanceof Event.AtPath at) {
                json.writeStringField("path", at.path());
            }
            writeRest(json, event);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void writeRest(JsonGenerator json, Event event) throws IOException {
        switch (event) {
            case Event.Started started -> {
                writeRun(json, started.run());
                writeTree(json, "input", started.input());
            }
            case Event.TaskSubmitted submitted -> writeTree(json, "output", submitted.output());
            case Event.TaskEnded ended -> {
                writeOutcome(json, ended.outcome());
                writeTaken(json, ended.began(), ended.worker());
            }
            case Event.ChildEnded ended -> writeOutcome(json, ended.outcome());
            case Event.TokenAnswered answered -> writeOutcome(json, answered.outcome());
            case Event.StopAsked stop -> writeTexts(json, stop.error(), stop.cause());
            case Event.HeartbeatMissed missed -> writeTaken(json, missed.began(), missed.worker());
            case Event.TimerFired fired -> {
            }
            case Event.Redriven redriven -> {
                if (redriven.input().isPresent()) {
                    writeTree(json, "input", redriven.input().get());
                }
            }
            case Event.Proceeded proceeded -> {
            }
        }
    }

    private static void writeTaken(JsonGenerator json, Optional<Instant> began, Optional<String> worker) throws IOException {
        if (began.isPresent()) {
            json.writeNumberField("began", began.get().toEpochMilli());
        }
        if (worker.isPresent()) {
            json.writeStringField("worker", worker.get());
        }
    }

    /** Writes a command's JSON text. */
    public static byte[] encode(Command command) {
        ByteArrayBuilder out = new ByteArrayBuilder(256);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("command", command.getClass().getSimpleName());
            switch (command) {
                case Command.StartTask task -> {
                    json.writeStringField("path", task.path());
                    json.writeStringField("resource", task.resource());
                    writeTree(json, "payload", task.payload());
                    writeDuration(json, "timeout", task.timeout());
                    writeDuration(json, "heartbeat", task.heartbeat());
                    writeText(json, "token", task.token());
                    json.writeNumberField("mostBytes", task.mostBytes());
                }
                case Command.CancelTask task -> json.writeStringField("path", task.path());
                case Command.StopTask task -> json.writeStringField("path", task.path());
                case Command.StartTimer timer -> {
                    json.writeStringField("path", timer.path());
                    json.writeNumberField("due", timer.due().toEpochMilli());
                }
                case Command.CancelTimer timer -> json.writeStringField("path", timer.path());
                case Command.StartChild child -> {
                    json.writeStringField("path", child.path());
                    json.writeStringField("language", child.definition().language());
                    json.writeStringField("definition", child.definition().text());
                    writeRun(json, child.run());
                    writeTree(json, "input", child.input());
                    json.writeBooleanField("express", child.express());
                }
                case Command.StopChild child -> json.writeStringField("path", child.path());
                case Command.Proceed proceed -> {
                }
                case Command.End end -> writeOutcome(json, end.outcome());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes an outcome's JSON text. */
    public static byte[] encode(Outcome outcome) {
        ByteArrayBuilder out = new ByteArrayBuilder(256);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            writeOutcome(json, outcome);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Reads an event from the tree that {@link #encode(Event)} wrote. */
    public static Event event(JsonNode json) {
        Instant at = Instant.ofEpochMilli(json.get("at").longValue());
        long seed = json.get("seed").longValue();
        String kind = json.get("event").textValue();
        return switch (kind) {
            case "Started" -> new Event.Started(at, seed, run(json), json.get("input"));
            case "TaskSubmitted" -> new Event.TaskSubmitted(at, seed, path(json), json.get("output"));
            case "TaskEnded" -> new Event.TaskEnded(at, seed, path(json), outcome(json), instant(json.get("began")), text(json, "worker"));
            case "HeartbeatMissed" -> new Event.HeartbeatMissed(at, seed, path(json), instant(json.get("began")), text(json, "worker"));
            case "TimerFired" -> new Event.TimerFired(at, seed, path(json));
            case "ChildEnded" -> new Event.ChildEnded(at, seed, path(json), outcome(json));
            case "TokenAnswered" -> new Event.TokenAnswered(at, seed, path(json), outcome(json));
            case "StopAsked" -> new Event.StopAsked(at, seed, text(json, "error"), text(json, "cause"));
            case "Redriven" -> new Event.Redriven(at, seed, Optional.ofNullable(json.get("input")));
            case "Proceeded" -> new Event.Proceeded(at, seed);
            default -> throw new IllegalArgumentException("there is no event called " + kind);
        };
    }

    /** Reads a command from the tree that {@link #encode(Command)} wrote. */
    public static Command command(JsonNode json) {
        String kind = json.get("command").textValue();
        return switch (kind) {
            case "StartTask" -> new Command.StartTask(path(json), json.get("resource").textValue(), json.get("payload"),
                    duration(json.get("timeout")), duration(json.get("heartbeat")), text(json, "token"),
                    json.get("mostBytes").intValue());
            case "CancelTask" -> new Command.CancelTask(path(json));
            case "StopTask" -> new Command.StopTask(path(json));
            case "StartTimer" -> new Command.StartTimer(path(json), Instant.ofEpochMilli(json.get("due").longValue()));
            case "CancelTimer" -> new Command.CancelTimer(path(json));
            case "StartChild" -> new Command.StartChild(path(json),
                    Definition.of(json.get("language").textValue(), json.get("definition").textValue()), run(json), json.get("input"),
                    json.get("express").booleanValue());
            case "StopChild" -> new Command.StopChild(path(json));
            case "Proceed" -> new Command.Proceed();
            case "End" -> new Command.End(outcome(json));
            default -> throw new IllegalArgumentException("there is no command called " + kind);
        };
    }

    /** Reads an outcome from the tree that {@link #encode(Outcome)} wrote. */
    public static Outcome outcome(JsonNode json) {
        String status = json.get("outcome").textValue();
        return switch (status) {
            case "SUCCEEDED" -> new Outcome.Succeeded(json.get("output"));
            case "FAILED" -> new Outcome.Failed(text(json, "error"), text(json, "cause"));
            case "TIMED_OUT" -> new Outcome.TimedOut(text(json, "error"), text(json, "cause"));
            case "STOPPED" -> new Outcome.Stopped(text(json, "error"), text(json, "cause"));
            default -> throw new IllegalArgumentException("there is no outcome called " + status);
        };
    }

    private static void writeOutcome(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStringField("outcome", RunStatus.of(outcome).name());
        switch (outcome) {
            case Outcome.Succeeded succeeded -> writeTree(json, "output", succeeded.output());
            case Outcome.Failed failed -> writeTexts(json, failed.error(), failed.cause());
            case Outcome.TimedOut timedOut -> writeTexts(json, timedOut.error(), timedOut.cause());
            case Outcome.Stopped stopped -> writeTexts(json, stopped.error(), stopped.cause());
        }
    }

    private static void writeTexts(JsonGenerator json, Optional<String> error, Optional<String> cause) throws IOException {
        writeText(json, "error", error);
        writeText(json, "cause", cause);
    }

    private static void writeText(JsonGenerator json, String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        }
    }

    private static void writeTree(JsonGenerator json, String field, JsonNode tree) throws IOException {
        json.writeFieldName(field);
        MAPPER.writeTree(json, tree);
    }

    private static void writeDuration(JsonGenerator json, String field, Optional<Duration> duration) throws IOException {
        if (duration.isPresent()) {
            json.writeNumberField(field, duration.get().toMillis());
        }
    }

    private static void writeRun(JsonGenerator json, RunIdentity run) throws IOException {
        json.writeObjectFieldStart("run");
        json.writeStringField("id", run.id());
        json.writeStringField("name", run.name());
        json.writeStringField("definitionName", run.definitionName());
        json.writeStringField("definitionId", run.definitionId());
        json.writeStringField("role", run.role());
        json.writeEndObject();
    }

    private static RunIdentity run(JsonNode json) {
        ObjectNode run = (ObjectNode) json.get("run");
        return new RunIdentity(run.get("id").textValue(), run.get("name").textValue(), run.get("definitionName").textValue(),
                run.get("definitionId").textValue(), run.get("role").textValue());
    }

    private static String path(JsonNode json) {
        return json.get("path").textValue();
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
    }

    private static Optional<Instant> instant(@org.jspecify.annotations.Nullable JsonNode millis) {
        return Optional.ofNullable(millis).map(value -> Instant.ofEpochMilli(value.longValue()));
    }

    private static Optional<Duration> duration(@org.jspecify.annotations.Nullable JsonNode millis) {
        return Optional.ofNullable(millis).map(value -> Duration.ofMillis(value.longValue()));
    }
}
