package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A Map on trial, up to the point where its iterations would begin: what it would iterate over, and whether as many of them failed as the
 * request says it would bear.
 *
 * @param configuration the request's {@code stateConfiguration}
 */
record MapTrial(MapState map, Frame frame, Inspection inspection, JsonNode configuration, TestMock mock) {

    /**
     * Prepares the iterations.
     *
     * @return why the Map fails, if it does
     */
    Optional<Failure> prepare() {
        DataFlow flow = map.head().flow();
        JsonNode effective = flow.input(frame.scope());
        EvaluationScope seen = frame.scope().withInput(effective);
        if (flow instanceof JsonPathFlow) {
            inspection.put("afterInputPath", effective);
        }
        int failed = configuration.path("mapIterationFailureCount").asInt(0);
        DistributedItems items;
        try {
            items = items(flow, seen);
        } catch (ItemReader.UnreadableException e) {
            return Optional.of(Failure.of("States.ItemReaderFailed", e.reason()));
        }
        if (failed > items.size()) {
            throw refused("Map iteration failure count must be less than or equal to the number of Map iterations.");
        }
        map.selector().ifPresent(selector -> inspection.put("afterItemSelector", selected(effective, items)));
        map.distribution().flatMap(Distribution::batcher)
                .ifPresent(batcher -> inspection.put("afterItemBatcher", batches(batcher, effective, items)));
        return tooMany(seen, failed) ? Optional.of(MapRuns.TOO_MANY_FAILED) : Optional.empty();
    }

    private DistributedItems items(DataFlow flow, EvaluationScope seen) throws ItemReader.UnreadableException {
        Optional<ItemReader> reader = map.distribution().flatMap(Distribution::reader);
        if (reader.isEmpty()) {
            JsonNode items = MapItems.of(map.items(), flow.isJsonata(), seen, map.distribution().isPresent());
            if (flow instanceof JsonPathFlow) {
                inspection.put("afterItemsPath", items);
            }
            return DistributedItems.of(items);
        }
        if (!configuration.has("mapItemReaderData")) {
            throw refused("ItemReader data must be specified when testing a Map state with ItemReader specified.");
        }
        DistributedItems read = reader.get().sample(seen, configuration.path("mapItemReaderData").asText());
        if (reader.get().file().pointer().isPresent()) {
            ArrayNode pointed = JsonNodeFactory.instance.arrayNode();
            read.kept().forEach(item -> pointed.add(item.tree()));
            inspection.put("afterItemsPointer", pointed);
        }
        return read;
    }

    private boolean tooMany(EvaluationScope seen, int failed) {
        long concurrency = map.concurrency().map(field -> MapState.concurrency(field, seen)).orElse(0);
        inspection.put("maxConcurrency", JsonNodeFactory.instance.numberNode(concurrency));
        Optional<Distribution> distribution = map.distribution();
        if (distribution.isEmpty()) {
            return false;
        }
        MapRun.Limits limits = distribution.get().limits(0, seen);
        if (distribution.get().toleratedCount().isPresent()) {
            inspection.put("toleratedFailureCount", JsonNodeFactory.instance.numberNode(limits.toleratedCount()));
        }
        if (distribution.get().toleratedPercentage().isPresent()) {
            inspection.put("toleratedFailurePercentage", JsonNodeFactory.instance.numberNode(limits.toleratedPercentage()));
        }
        boolean bounded = limits.toleratedCount() >= 0 || limits.toleratedPercentage() >= 0;
        return bounded && mock.failure().isEmpty() && limits.exceeded(failed, mock.result().map(JsonNode::size).orElse(0));
    }

    private ArrayNode selected(JsonNode effective, DistributedItems items) {
        ArrayNode selected = JsonNodeFactory.instance.arrayNode(items.size());
        for (int i = 0; i < items.size(); i++) {
            selected.add(map.select(frame, effective, item(items, i)));
        }
        return selected;
    }

    private MapItem item(DistributedItems items, int index) {
        MapItem item = items.at(index);
        return map.distribution().isPresent() ? item : new MapItem(index, item.value());
    }

    /** The batches with their items as text, which is how the service shows them. */
    private ArrayNode batches(ItemBatcher batcher, JsonNode effective, DistributedItems items) {
        MapRun run = MapRun.of(effective, "", new MapRun.Limits(0, -1, -1), items, Exchanges.toRead(List.of()));
        ArrayNode batches = JsonNodeFactory.instance.arrayNode();
        for (int from = 0; from < items.size();) {
            ItemBatcher.Batch batch = batcher.take(map, frame, run, from).orElseThrow();
            ObjectNode shown = ((ObjectNode) batch.input()).deepCopy();
            ArrayNode texts = shown.putArray("Items");
            batch.input().path("Items").forEach(item -> texts.add(item.toString()));
            batches.add(shown);
            from += batch.items();
        }
        return batches;
    }

    private static TestState.RefusedException refused(String why) {
        return new TestState.RefusedException(TestState.VALIDATION, why);
    }
}
