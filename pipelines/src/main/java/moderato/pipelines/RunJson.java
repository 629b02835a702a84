package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/** The state of an execution as JSON and back; what has its first value is left out. */
final class RunJson {

    private RunJson() {
    }

    static ObjectNode write(PipelineRun state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("phase", state.phase().name());
        RunIdentity run = state.run();
        json.putObject("run").put("id", run.id()).put("name", run.name()).put("definitionName", run.definitionName()).put("definitionId", run.definitionId())
                .put("role", run.role());
        json.put("started", state.started().toString()).put("changed", state.changed().toString());
        json.set("input", state.input());
        ArrayNode steps = json.putArray("steps");
        state.steps().forEach(step -> steps.add(write(step)));
        state.ready().forEach(json.putArray("ready")::add);
        return json.put("begun", state.begun()).put("running", state.running()).put("looping", state.looping()).put("failing", state.failing())
                .put("reason", state.reason());
    }

    private static ObjectNode write(StepState step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        text(json, "phase", step.phase() == StepPhase.WAITING ? "" : step.phase().name());
        number(json, "entry", step.entry());
        number(json, "retries", step.retries());
        number(json, "order", step.order());
        number(json, "firstChild", step.firstChild());
        text(json, "began", step.began().equals(Instant.EPOCH) ? "" : step.began().toString());
        text(json, "ended", step.ended().equals(Instant.EPOCH) ? "" : step.ended().toString());
        text(json, "failure", step.failure());
        text(json, "source", step.source());
        text(json, "origin", step.origin() == StepState.Origin.OWN ? "" : step.origin().name());
        text(json, "job", step.job());
        object(json, "properties", step.properties());
        object(json, "reads", step.reads());
        object(json, "digests", step.digests());
        if (!step.items().isEmpty()) {
            step.items().forEach(json.putArray("items")::add);
        }
        if (!step.removed().isEmpty()) {
            step.removed().forEach(json.putArray("removed")::add);
        }
        text(json, "wantedBy", step.wantedBy());
        return json;
    }

    private static void text(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private static void number(ObjectNode json, String name, int value) {
        if (value != 0) {
            json.put(name, value);
        }
    }

    private static void object(ObjectNode json, String name, JsonNode value) {
        if (!value.isEmpty()) {
            json.set(name, value);
        }
    }

    static PipelineRun read(JsonNode json) {
        JsonNode run = json.path("run");
        List<StepState> steps = new ArrayList<>();
        json.path("steps").forEach(step -> steps.add(step(step)));
        List<Integer> ready = new ArrayList<>();
        json.path("ready").forEach(number -> ready.add(number.asInt()));
        return new PipelineRun(PipelineRun.Phase.valueOf(json.path("phase").asText()), new RunIdentity(run.path("id").asText(), run.path("name").asText(),
                run.path("definitionName").asText(), run.path("definitionId").asText(), run.path("role").asText()), instant(json, "started"), instant(json, "changed"),
                json.path("input"), PersistentVector.copyOf(steps), ready, json.path("begun").asInt(), json.path("running").asInt(), json.path("looping").asInt(),
                json.path("failing").asBoolean(), json.path("reason").asText(""));
    }

    private static StepState step(JsonNode json) {
        List<JsonNode> items = new ArrayList<>();
        json.path("items").forEach(items::add);
        List<String> removed = new ArrayList<>();
        json.path("removed").forEach(output -> removed.add(output.asText()));
        return new StepState(StepPhase.valueOf(json.path("phase").asText("WAITING")), json.path("entry").asInt(), json.path("retries").asInt(),
                json.path("order").asInt(), instant(json, "began"), instant(json, "ended"), object(json, "properties"), json.path("failure").asText(""),
                json.path("source").asText(""), StepState.Origin.valueOf(json.path("origin").asText("OWN")), json.path("job").asText(""), object(json, "reads"),
                object(json, "digests"), items, json.path("firstChild").asInt(), removed, json.path("wantedBy").asText(""));
    }

    private static JsonNode object(JsonNode json, String name) {
        return json.has(name) ? json.get(name) : StepState.NOTHING;
    }

    private static Instant instant(JsonNode json, String name) {
        return json.has(name) ? Instant.parse(json.get(name).asText()) : Instant.EPOCH;
    }
}
