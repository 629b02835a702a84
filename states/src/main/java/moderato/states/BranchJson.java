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
            case Rest.Exchanging exchanging -> json.put("kind", "exchanging").set("mapRun", write(exchanging.run()));
            case Rest.Distributing distributing -> json.put("kind", "distributing").set("mapRun", write(distributing.run()));
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
            case "exchanging" -> new Rest.Exchanging(visit, mapRun(json.path("mapRun")));
            case "distributing" -> new Rest.Distributing(visit, mapRun(json.path("mapRun")));
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

    private static ArrayNode children(PersistentVector<Child> children) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(children.size());
        for (Child child : children) {
            ObjectNode json = array.addObject();
            switch (child) {
                case Branch branch -> json.set("branch", write(branch));
                case Child.Finished finished -> json.set("finished", finished.output());
                case Child.Told told -> life(json, told.life()).set("told", told.output().tree());
                case Child.Remote remote -> begun(json.put("remote", remote.items()), remote.began(), remote.input(), remote.redrives());
                case Child.Again again -> json.put("again", again.redrives());
                case Child.Lost lost -> RunStateJson.why(life(json, lost.life()).putObject("lost").put("heartbeat", lost.failure().heartbeat()),
                        lost.failure().error(), lost.failure().cause());
            }
        }
        return array;
    }

    private static PersistentVector<Child> children(JsonNode json) {
        List<Child> children = new ArrayList<>(json.size());
        for (JsonNode child : json) {
            if (child.has("branch")) {
                children.add(read(child.path("branch")));
            } else if (child.has("finished")) {
                children.add(new Child.Finished(child.path("finished")));
            } else if (child.has("told")) {
                children.add(new Child.Told(PackedJson.of(child.path("told")), life(child)));
            } else if (child.has("remote")) {
                children.add(new Child.Remote(child.path("remote").asInt(), child.path("began").asLong(), given(child), child.path("redrives").asInt()));
            } else if (child.has("again")) {
                children.add(new Child.Again(child.path("again").asInt()));
            } else {
                JsonNode lost = child.path("lost");
                children.add(new Child.Lost(new Failure(RunStateJson.text(lost, "error"), RunStateJson.text(lost, "cause"),
                        lost.path("heartbeat").asBoolean()), life(child)));
            }
        }
        return PersistentVector.copyOf(children);
    }

    private static ObjectNode begun(ObjectNode json, long began, Optional<PackedJson> input, int redrives) {
        input.ifPresent(given -> json.set("given", given.tree()));
        return json.put("began", began).put("redrives", redrives);
    }

    private static ObjectNode life(ObjectNode json, Child.Life life) {
        return begun(json, life.began(), life.input(), life.redrives()).put("ended", life.ended());
    }

    private static Child.Life life(JsonNode json) {
        return new Child.Life(json.path("began").asLong(), json.path("ended").asLong(), given(json), json.path("redrives").asInt());
    }

    private static Optional<PackedJson> given(JsonNode json) {
        return json.has("given") ? Optional.of(PackedJson.of(json.path("given"))) : Optional.empty();
    }

    private static ObjectNode write(MapRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("arn", run.arn()).put("taken", run.taken())
                .put("finished", run.finished()).put("failed", run.failed()).put("concurrency", run.limits().concurrency())
                .put("toleratedCount", run.limits().toleratedCount()).put("toleratedPercentage", run.limits().toleratedPercentage());
        json.set("input", run.input());
        ArrayNode items = json.putArray("items");
        run.items().all().forEach(item -> items.add(item.tree()));
        json.put("keyed", run.items().keyed());
        ArrayNode sources = json.putArray("sources");
        run.items().sources().forEach(source -> sources.addObject().put("from", source.from()).put("uri", source.uri()));
        json.set("children", children(run.children()));
        ArrayNode toRead = json.putArray("toRead");
        run.toRead().forEach(toRead::add);
        MapRun.Redriving redriving = run.redriving();
        json.putObject("redriving").put("count", redriving.count()).put("next", redriving.next()).put("from", redriving.from()).put("left", redriving.left());
        run.written().ifPresent(written -> {
            ObjectNode results = json.putObject("written").put("phase", written.phase()).put("next", written.next());
            ArrayNode files = results.putArray("files");
            written.files().forEach(file -> files.addObject().put("status", file.status()).put("key", file.key()).put("bytes", file.bytes()));
        });
        return json;
    }

    private static MapRun mapRun(JsonNode json) {
        List<JsonNode> toRead = new ArrayList<>();
        json.path("toRead").forEach(toRead::add);
        List<DistributedItems.Source> sources = new ArrayList<>();
        json.path("sources").forEach(source -> sources.add(new DistributedItems.Source(source.path("from").asInt(), source.path("uri").asText())));
        return new MapRun(json.path("input"), json.path("arn").asText(),
                new DistributedItems(PackedJson.all(json.path("items")), json.path("keyed").asBoolean(), sources), json.path("taken").asInt(),
                new MapRun.Limits(json.path("concurrency").asInt(), json.path("toleratedCount").asLong(),
                        json.path("toleratedPercentage").asDouble()),
                children(json.path("children")), json.path("finished").asInt(), json.path("failed").asInt(), toRead,
                json.has("written") ? Optional.of(written(json.path("written"))) : Optional.empty(), redriving(json.path("redriving")));
    }

    private static MapRun.Redriving redriving(JsonNode json) {
        return new MapRun.Redriving(json.path("count").asInt(), json.path("next").asInt(), json.path("from").asInt(), json.path("left").asInt());
    }

    private static ResultFiles written(JsonNode json) {
        List<ResultFiles.File> files = new ArrayList<>();
        json.path("files").forEach(file -> files.add(new ResultFiles.File(file.path("status").asText(), file.path("key").asText(), file.path("bytes").asLong())));
        return new ResultFiles(files, json.path("phase").asInt(), json.path("next").asInt());
    }
}
