package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What engines and their clients say to each other, as JSON. */
final class EngineWire {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** An event of a history that another process computed. */
    record Line(Instant at, String type, ObjectNode toJson, JsonNode beyond) implements HistoryEvent {
    }

    private EngineWire() {
    }

    static ObjectNode call(String name) {
        return NODES.objectNode().put("call", name);
    }

    static ObjectNode json(RunIdentity run) {
        return NODES.objectNode().put("id", run.id()).put("name", run.name()).put("definitionName", run.definitionName())
                .put("definitionId", run.definitionId()).put("role", run.role());
    }

    static RunIdentity run(JsonNode json) {
        return new RunIdentity(text(json, "id"), text(json, "name"), text(json, "definitionName"), text(json, "definitionId"),
                text(json, "role"));
    }

    static ObjectNode json(Definition definition) {
        return NODES.objectNode().put("language", definition.language()).put("text", definition.text());
    }

    static Definition definition(JsonNode json) {
        return Definition.of(text(json, "language"), text(json, "text"));
    }

    static ObjectNode json(StartRequest request) {
        ObjectNode json = NODES.objectNode();
        json.set("definition", json(request.definition()));
        json.set("run", json(request.run()));
        json.set("input", CanonicalJson.of(request.input()));
        json.set("settings", CanonicalJson.of(request.settings()));
        return json;
    }

    static StartRequest request(JsonNode json) {
        return new StartRequest(definition(json.get("definition")), run(json.get("run")), json.get("input"), json.get("settings"));
    }

    static ObjectNode json(RunSummary summary) {
        ObjectNode json = NODES.objectNode();
        json.set("run", json(summary.run()));
        json.put("language", summary.language()).put("status", summary.status().name()).put("started", summary.started().toString());
        summary.ended().ifPresent(ended -> json.put("ended", ended.toString()));
        summary.parent().ifPresent(parent -> json.put("parent", parent));
        json.put("redrives", summary.redrives());
        summary.redriven().ifPresent(redriven -> json.put("redriven", redriven.toString()));
        summary.problem().ifPresent(problem -> json.put("problem", problem));
        return json;
    }

    static RunSummary summary(JsonNode json) {
        return new RunSummary(run(json.get("run")), text(json, "language"), RunStatus.valueOf(text(json, "status")),
                Instant.parse(text(json, "started")), instant(json.get("ended")), optional(json, "parent"), json.get("redrives").intValue(),
                instant(json.get("redriven")), optional(json, "problem"));
    }

    static ObjectNode json(RunDetails details) {
        ObjectNode json = NODES.objectNode();
        json.set("summary", json(details.summary()));
        json.set("definition", json(details.definition()));
        json.set("input", details.input());
        json.set("settings", details.settings());
        details.outcome().ifPresent(outcome -> json.set("outcome", json(outcome)));
        return json;
    }

    static RunDetails details(JsonNode json) {
        return new RunDetails(summary(json.get("summary")), definition(json.get("definition")), json.get("input"), json.get("settings"),
                Optional.ofNullable(json.get("outcome")).map(EventCodec::outcome));
    }

    static JsonNode json(Outcome outcome) {
        return EventCodec.tree(EventCodec.encode(outcome));
    }

    static ObjectNode json(RunPage page) {
        ObjectNode json = NODES.objectNode();
        ArrayNode runs = json.putArray("runs");
        page.runs().forEach(run -> runs.add(json(run)));
        page.next().ifPresent(next -> json.put("next", next));
        return json;
    }

    static RunPage page(JsonNode json) {
        List<RunSummary> runs = new ArrayList<>();
        json.get("runs").forEach(run -> runs.add(summary(run)));
        return new RunPage(runs, optional(json, "next"));
    }

    static ObjectNode json(RunFilter filter) {
        ObjectNode json = NODES.objectNode().put("limit", filter.limit());
        filter.status().ifPresent(status -> json.put("status", status.name()));
        filter.definitionId().ifPresent(definition -> json.put("definition", definition));
        filter.name().ifPresent(name -> json.put("name", name));
        filter.parent().ifPresent(parent -> json.put("parent", parent));
        filter.after().ifPresent(after -> json.put("after", after));
        return json;
    }

    static RunFilter filter(JsonNode json) {
        return new RunFilter(optional(json, "status").map(RunStatus::valueOf), optional(json, "definition"), optional(json, "name"),
                optional(json, "parent"), json.get("limit").intValue(), optional(json, "after"));
    }

    static ObjectNode json(HistoryEvent event) {
        ObjectNode json = NODES.objectNode().put("at", event.at().toString()).put("type", event.type());
        json.set("event", event.toJson());
        if (!event.beyond().isEmpty()) {
            json.set("beyond", event.beyond());
        }
        return json;
    }

    static HistoryEvent line(JsonNode json) {
        return new Line(Instant.parse(text(json, "at")), text(json, "type"), (ObjectNode) json.get("event"), json.has("beyond") ? json.get("beyond") : NODES.objectNode());
    }

    /** An exception as an answer. */
    static ObjectNode json(RuntimeException problem) {
        ObjectNode answer = NODES.objectNode();
        switch (problem) {
            case InvalidDefinitionException invalid -> {
                ArrayNode problems = answer.putArray("invalid");
                invalid.problems().forEach(each -> problems.addObject().put("code", each.code()).put("pointer", each.pointer())
                        .put("line", each.line()).put("column", each.column()).put("message", each.message()));
            }
            case EngineException refused -> answer.put("refused", refused.kind().name()).put("message", String.valueOf(refused.getMessage()));
            default -> answer.put("refused", EngineException.Kind.JOURNAL_FAILED.name()).put("message", problem.toString());
        }
        return answer;
    }

    /** What an answer holds; the exception that it stands for is thrown. */
    static JsonNode result(JsonNode answer) {
        if (answer.has("invalid")) {
            List<InvalidDefinitionException.Problem> problems = new ArrayList<>();
            answer.get("invalid").forEach(each -> problems.add(new InvalidDefinitionException.Problem(text(each, "code"),
                    text(each, "pointer"), each.get("line").intValue(), each.get("column").intValue(), text(each, "message"))));
            throw new InvalidDefinitionException(problems);
        }
        if (answer.has("refused")) {
            throw new EngineException(EngineException.Kind.valueOf(text(answer, "refused")), text(answer, "message"));
        }
        return answer.get("result");
    }

    static String text(JsonNode json, String field) {
        return json.get(field).textValue();
    }

    static Optional<String> optional(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
    }

    static void put(ObjectNode json, String field, Optional<String> text) {
        text.ifPresent(value -> json.put(field, value));
    }

    private static Optional<Instant> instant(@Nullable JsonNode text) {
        return Optional.ofNullable(text).map(value -> Instant.parse(value.textValue()));
    }
}
