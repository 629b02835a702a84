package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;

/** The state of a run as JSON, and back. */
final class RunStateJson {

    private RunStateJson() {
    }

    static ObjectNode write(RunState state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("run").put("id", state.run().id()).put("name", state.run().name()).put("definitionName", state.run().definitionName())
                .put("definitionId", state.run().definitionId()).put("role", state.run().role());
        json.put("began", state.began().toString());
        json.set("input", state.input());
        json.put("events", state.events()).put("redrives", state.redrives());
        json.put("unborn", state.isUnborn());
        json.set("root", BranchJson.write(state.root()));
        ArrayNode interrupted = json.putArray("interrupted");
        state.interrupted().forEach(interrupted::add);
        state.outcome().ifPresent(outcome -> json.set("outcome", outcome(outcome)));
        return json;
    }

    static RunState read(JsonNode json) {
        if (json.path("unborn").asBoolean()) {
            return RunState.INITIAL;
        }
        JsonNode run = json.path("run");
        List<String> interrupted = new ArrayList<>();
        json.path("interrupted").forEach(path -> interrupted.add(path.asText()));
        return new RunState(
                new RunIdentity(run.path("id").asText(), run.path("name").asText(), run.path("definitionName").asText(),
                        run.path("definitionId").asText(), run.path("role").asText()),
                Instant.parse(json.path("began").asText()), json.path("input"), json.path("events").asLong(), json.path("redrives").asInt(),
                BranchJson.read(json.path("root")), interrupted,
                json.has("outcome") ? Optional.of(outcome(json.path("outcome"))) : Optional.empty());
    }

    private static ObjectNode outcome(Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> {
                json.put("kind", "succeeded").set("output", succeeded.output());
                yield json;
            }
            case Outcome.Failed failed -> why(json.put("kind", "failed"), failed.error(), failed.cause());
            case Outcome.TimedOut late -> why(json.put("kind", "timedOut"), late.error(), late.cause());
            case Outcome.Stopped stopped -> why(json.put("kind", "stopped"), stopped.error(), stopped.cause());
        };
    }

    private static Outcome outcome(JsonNode json) {
        return switch (json.path("kind").asText()) {
            case "succeeded" -> new Outcome.Succeeded(json.path("output"));
            case "failed" -> new Outcome.Failed(text(json, "error"), text(json, "cause"));
            case "timedOut" -> new Outcome.TimedOut(text(json, "error"), text(json, "cause"));
            case "stopped" -> new Outcome.Stopped(text(json, "error"), text(json, "cause"));
            default -> throw new IllegalArgumentException("not a kind of outcome: " + json.path("kind"));
        };
    }

    /** Adds the names of error and cause, where they are given. */
    static ObjectNode why(ObjectNode json, Optional<String> error, Optional<String> cause) {
        error.ifPresent(value -> json.put("error", value));
        cause.ifPresent(value -> json.put("cause", value));
        return json;
    }

    static Optional<String> text(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
    }
}
