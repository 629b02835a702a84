package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/** Branches and their children as JSON, and back. */
final class BranchJson {

    private BranchJson() {
    }

    static ObjectNode write(Branch branch) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("step", branch.step()).put("last", branch.last());
        ObjectNode variables = json.putObject("variables");
        branch.variables().forEach(variables::set);
        json.set("rest", write(branch.rest()));
        return json;
    }

    static Branch read(JsonNode json) {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        json.path("variables").properties().forEach(field -> variables.put(field.getKey(), field.getValue()));
        return new Branch(json.path("step").asInt(), json.path("last").asLong(), variables, rest(json.path("rest")));
    }

    private static ObjectNode write(Rest rest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (rest) {
            case Rest.Ready ready -> json.put("kind", "ready").put("state", ready.state()).set("input", ready.input());
            case Rest.InState inState -> {
                json.set("visit", write(inState.visit()));
                write(json, inState);
            }
        }
        return json;
    }

    private static void write(ObjectNode json, Rest.InState rest) {
        switch (rest) {
            case Rest.Waiting ignored -> json.put("kind", "waiting");
            case Rest.Delayed ignored -> json.put("kind", "delayed");
            case Rest.Working working -> {
                json.put("kind", "working").put("started", working.started());
                working.token().ifPresent(token -> json.put("token", token));
            }
            case Rest.Forked forked -> {
                json.put("kind", "forked").put("previous", forked.previous()).put("finished", forked.finished()).set("input", forked.input());
                json.set("children", children(forked.children()));
            }
            case Rest.Iterating iterating -> {
                json.put("kind", "iterating").put("concurrency", iterating.concurrency()).put("begun", iterating.begun())
                        .put("previous", iterating.previous()).put("succeeded", iterating.succeeded())
                        .put("finished", iterating.finished()).set("input", iterating.input());
                json.set("items", iterating.items());
                json.set("children", children(iterating.children()));
            }
            case Rest.Distributing distributing -> json.put("kind", "distributing").set("mapRun", MapRunJson.write(distributing.run()));
            case Rest.Failed failed -> {
                json.put("kind", "failed");
                failed.at().ifPresent(at -> json.set("at", write((Rest) at)));
            }
        }
    }

    private static Rest rest(JsonNode json) {
        if (json.path("kind").asText().equals("ready")) {
            return new Rest.Ready(json.path("state").asInt(), json.path("input"));
        }
        Visit visit = visit(json.path("visit"));
        return switch (json.path("kind").asText()) {
            case "waiting" -> new Rest.Waiting(visit);
            case "delayed" -> new Rest.Delayed(visit);
            case "working" -> new Rest.Working(visit, json.path("started").asBoolean(), RunStateJson.text(json, "token"));
            case "forked" -> new Rest.Forked(visit, json.path("input"), json.path("previous").asLong(), children(json.path("children")),
                    json.path("finished").asInt());
            case "iterating" -> new Rest.Iterating(visit, json.path("input"), (ArrayNode) json.path("items"),
                    json.path("concurrency").asInt(), json.path("begun").asLong(), json.path("previous").asLong(),
                    json.path("succeeded").asLong(), children(json.path("children")), json.path("finished").asInt());
            case "distributing" -> new Rest.Distributing(visit, MapRunJson.read(json.path("mapRun")));
            case "failed" -> new Rest.Failed(visit,
                    json.has("at") && rest(json.path("at")) instanceof Rest.InState at ? Optional.of(at) : Optional.empty());
            default -> throw new IllegalArgumentException("not a kind of rest: " + json.path("kind"));
        };
    }

    private static ObjectNode write(Visit visit) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("state", visit.state()).put("entered", visit.entered())
                .put("before", visit.before()).put("at", visit.at().toString());
        json.set("input", visit.input());
        ArrayNode retries = json.putArray("retries");
        visit.retries().forEach(retries::add);
        return json;
    }

    private static Visit visit(JsonNode json) {
        List<Integer> retries = new ArrayList<>();
        json.path("retries").forEach(count -> retries.add(count.asInt()));
        return new Visit(json.path("state").asInt(), json.path("input"), json.path("entered").asLong(), json.path("before").asLong(),
                Instant.parse(json.path("at").asText()), retries);
    }

    static ArrayNode children(PersistentVector<Child> children) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(children.size());
        for (Child child : children) {
            ObjectNode json = array.addObject();
            switch (child) {
                case Branch branch -> json.set("branch", write(branch));
                case Child.Finished finished -> json.set("finished", finished.output());
                case Child.OfMapRun other -> MapRunJson.write(json, other);
            }
        }
        return array;
    }

    static PersistentVector<Child> children(JsonNode json) {
        List<Child> children = new ArrayList<>(json.size());
        for (JsonNode child : json) {
            children.add(child.has("branch") ? read(child.path("branch")) : child.has("finished") ? new Child.Finished(child.path("finished")) : MapRunJson.child(child));
        }
        return PersistentVector.copyOf(children);
    }
}
