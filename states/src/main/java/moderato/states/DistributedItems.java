package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/**
 * What a distributed Map iterates over, as far as it is read.
 *
 * @param all the items; those of an object are its pairs, {@code {"Key", "Value"}}
 * @param keyed whether they are the pairs of an object
 * @param sources which object of the store each was read from: a source is that of all items from its first on; none: they are of the input
 */
record DistributedItems(PersistentVector<PackedJson> all, boolean keyed, List<Source> sources) {

    static final DistributedItems NONE = new DistributedItems(PersistentVector.empty(), false, List.of());

    /** How the context object names what was handed over by the state's input. */
    private static final String STATE_DATA = "STATE_DATA";

    /** Where the items from one on were read. */
    record Source(int from, String uri) {
    }

    DistributedItems {
        sources = List.copyOf(sources);
    }

    /** The elements of an array or the pairs of an object. */
    static DistributedItems of(JsonNode container) {
        if (!container.isObject()) {
            return new DistributedItems(PackedJson.all(container), false, List.of());
        }
        return new DistributedItems(PackedJson.all(pairs(container)), true, List.of());
    }

    static List<JsonNode> pairs(JsonNode object) {
        List<JsonNode> pairs = new ArrayList<>(object.size());
        object.properties().forEach(field -> {
            ObjectNode pair = JsonNodeFactory.instance.objectNode().put("Key", field.getKey());
            pair.set("Value", field.getValue());
            pairs.add(pair);
        });
        return pairs;
    }

    /** These items, then others that were read from one place. */
    DistributedItems plus(List<PackedJson> more, boolean pairs, String uri) {
        PersistentVector<PackedJson> joined = all.isEmpty() ? PersistentVector.copyOf(more) : all;
        if (!all.isEmpty()) {
            for (PackedJson item : more) {
                joined = joined.plus(item);
            }
        }
        List<Source> from = new ArrayList<>(sources);
        if (joined.size() > all.size() && (from.isEmpty() || !from.getLast().uri().equals(uri))) {
            from.add(new Source(all.size(), uri));
        }
        return new DistributedItems(joined, keyed || pairs, from);
    }

    /** The first of them. */
    DistributedItems first(int count) {
        return count >= all.size() ? this : new DistributedItems(PersistentVector.copyOf(new ArrayList<>(all).subList(0, count)), keyed, sources);
    }

    int size() {
        return all.size();
    }

    /** An item as the context object tells it. */
    MapItem at(int index) {
        JsonNode item = all.get(index).tree();
        return keyed ? new MapItem(index, Optional.of(item.path("Key").asText()), item.path("Value"), Optional.of(source(index)))
                : new MapItem(index, Optional.empty(), item, Optional.of(source(index)));
    }

    private String source(int index) {
        int low = 0;
        int high = sources.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (sources.get(middle).from() <= index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? STATE_DATA : sources.get(high).uri();
    }
}
