package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runs of distributed Maps and their children as JSON, and back. */
final class MapRunJson {

    private MapRunJson() {
    }

    static ObjectNode write(MapRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("arn", run.arn()).put("taken", run.taken()).put("finished", run.finished())
                .put("failed", run.failed());
        json.set("input", run.input());
        json.putObject("limits").put("concurrency", run.limits().concurrency()).put("toleratedCount", run.limits().toleratedCount())
                .put("toleratedPercentage", run.limits().toleratedPercentage());
        json.set("items", items(run.items()));
        json.set("children", BranchJson.children(run.children()));
        json.set("exchanges", exchanges(run.exchanges()));
        json.putObject("redriving").put("count", run.redriving().count()).put("next", run.redriving().next()).put("left", run.redriving().left());
        return json;
    }

    static MapRun read(JsonNode json) {
        JsonNode limits = json.path("limits");
        JsonNode redriving = json.path("redriving");
        return new MapRun(json.path("input"), json.path("arn").asText(),
                new MapRun.Limits(limits.path("concurrency").asInt(), limits.path("toleratedCount").asLong(), limits.path("toleratedPercentage").asDouble()),
                items(json.path("items")), json.path("taken").asInt(), BranchJson.children(json.path("children")), json.path("finished").asInt(),
                json.path("failed").asInt(), exchanges(json.path("exchanges")),
                new MapRun.Redriving(redriving.path("count").asInt(), redriving.path("next").asInt(), redriving.path("left").asInt()));
    }

    private static ObjectNode items(DistributedItems items) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("gone", items.gone()).put("keyed", items.keyed());
        ArrayNode kept = json.putArray("kept");
        items.kept().forEach(item -> kept.add(item.tree()));
        ArrayNode sources = json.putArray("sources");
        items.sources().forEach(source -> sources.addObject().put("from", source.from()).put("uri", source.uri()));
        return json;
    }

    private static DistributedItems items(JsonNode json) {
        List<DistributedItems.Source> sources = new ArrayList<>();
        json.path("sources").forEach(source -> sources.add(new DistributedItems.Source(source.path("from").asInt(), source.path("uri").asText())));
        return new DistributedItems(json.path("gone").asInt(), PackedJson.all(json.path("kept")), json.path("keyed").asBoolean(), sources);
    }

    private static ObjectNode exchanges(Exchanges exchanges) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", exchanges.count()).put("reading", exchanges.reading()).put("waiting", exchanges.waiting());
        exchanges.writing().ifPresent(files -> json.set("writing", files(files)));
        exchanges.toRead().forEach(json.putArray("toRead")::add);
        json.set("written", files(exchanges.written()));
        return json;
    }

    private static Exchanges exchanges(JsonNode json) {
        List<JsonNode> toRead = new ArrayList<>();
        json.path("toRead").forEach(toRead::add);
        return new Exchanges(json.path("count").asInt(), json.path("reading").asBoolean(),
                json.has("writing") ? Optional.of(files(json.path("writing"))) : Optional.empty(), toRead, files(json.path("written")), json.path("waiting").asLong());
    }

    private static ObjectNode files(ResultFiles files) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("early", files.early()).put("phase", files.phase()).put("next", files.next());
        ArrayNode list = json.putArray("files");
        files.files().forEach(file -> list.addObject().put("status", file.status()).put("key", file.key()).put("bytes", file.bytes()));
        return json;
    }

    private static ResultFiles files(JsonNode json) {
        List<ResultFiles.File> files = new ArrayList<>();
        json.path("files").forEach(file -> files.add(new ResultFiles.File(file.path("status").asText(), file.path("key").asText(), file.path("bytes").asLong())));
        return new ResultFiles(files, json.path("early").asInt(), json.path("phase").asInt(), json.path("next").asInt());
    }

    static void write(ObjectNode json, Child.OfMapRun child) {
        switch (child) {
            case Child.Remote remote -> given(json.put("remote", remote.items()).put("began", remote.began()).put("redrives", remote.redrives()), remote.input());
            case Child.Again again -> given(json.put("again", again.items()).put("redrives", again.redrives()), again.input());
            case Child.Told told -> told(json, told);
            case Child.Writing writing -> told(json.put("writing", true), writing.told());
            case Child.Written ignored -> json.put("written", true);
            case Child.Lost lost -> RunStateJson.why(given(life(json.put("items", lost.items()), lost.life()), lost.input()).putObject("lost")
                    .put("heartbeat", lost.failure().heartbeat()), lost.failure().error(), lost.failure().cause());
        }
    }

    static Child child(JsonNode json) {
        if (json.has("written")) {
            return Child.Written.DONE;
        }
        if (json.has("told")) {
            Child.Told told = new Child.Told(PackedJson.of(json.path("told")), json.has("given") ? Optional.of(given(json)) : Optional.empty(), life(json));
            return json.has("writing") ? new Child.Writing(told) : told;
        }
        if (json.has("remote")) {
            return new Child.Remote(json.path("remote").asInt(), json.path("began").asLong(), given(json), json.path("redrives").asInt());
        }
        if (json.has("again")) {
            return new Child.Again(json.path("again").asInt(), given(json), json.path("redrives").asInt());
        }
        JsonNode lost = json.path("lost");
        return new Child.Lost(new Failure(RunStateJson.text(lost, "error"), RunStateJson.text(lost, "cause"), lost.path("heartbeat").asBoolean()),
                json.path("items").asInt(), given(json), life(json));
    }

    private static ObjectNode given(ObjectNode json, PackedJson input) {
        json.set("given", input.tree());
        return json;
    }

    private static PackedJson given(JsonNode json) {
        return PackedJson.of(json.path("given"));
    }

    private static void told(ObjectNode json, Child.Told told) {
        told.input().ifPresent(input -> given(json, input));
        life(json, told.life()).set("told", told.output().tree());
    }

    private static ObjectNode life(ObjectNode json, Child.Life life) {
        return json.put("began", life.began()).put("ended", life.ended()).put("redrives", life.redrives());
    }

    private static Child.Life life(JsonNode json) {
        return new Child.Life(json.path("began").asLong(), json.path("ended").asLong(), json.path("redrives").asInt());
    }
}
