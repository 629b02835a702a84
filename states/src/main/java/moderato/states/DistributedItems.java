package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/**
 * What a distributed Map iterates over, as far as it is read and not yet let go of.
 *
 * @param gone how many items there were before those that are kept
 * @param kept the items; those of an object are its pairs, {@code {"Key", "Value"}}
 * @param keyed whether they are the pairs of an object
 * @param sources which object of the store each was read from: a source is that of all items from its first on; none: they are of the input
 */
record DistributedItems(int gone, PersistentVector<PackedJson> kept, boolean keyed, List<Source> sources) {

    static final DistributedItems NONE = new DistributedItems(0, PersistentVector.empty(), false, List.of());

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
        boolean pairs = container.isObject();
        return new DistributedItems(0, PackedJson.all(pairs ? pairs(container) : container), pairs, List.of());
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
        PersistentVector<PackedJson> joined = kept.isEmpty() ? PersistentVector.copyOf(more) : kept;
        if (!kept.isEmpty()) {
            for (PackedJson item : more) {
                joined = joined.plus(item);
            }
        }
        List<Source> from = new ArrayList<>(sources);
        if (!more.isEmpty() && (from.isEmpty() || !from.getLast().uri().equals(uri))) {
            from.add(new Source(size(), uri));
        }
        return new DistributedItems(gone, joined, keyed || pairs, from);
    }

    /** The first of them, as many as are told. */
    DistributedItems first(int count) {
        return count >= size() ? this : new DistributedItems(gone, part(0, count - gone), keyed, sources);
    }

    /** Lets go of those before one. */
    DistributedItems from(int index) {
        return index == gone ? this : new DistributedItems(index, part(index - gone, kept.size()), keyed, sources.subList(Math.max(0, place(index)), sources.size()));
    }

    private PersistentVector<PackedJson> part(int from, int to) {
        return PersistentVector.copyOf(new ArrayList<>(kept.subList(from, to)));
    }

    /** How many were read, with those that are gone. */
    int size() {
        return gone + kept.size();
    }

    /** An item as the context object tells it. */
    MapItem at(int index) {
        JsonNode item = kept.get(index - gone).tree();
        return keyed ? new MapItem(index, Optional.of(item.path("Key").asText()), item.path("Value"), Optional.of(source(index)))
                : new MapItem(index, Optional.empty(), item, Optional.of(source(index)));
    }

    private String source(int index) {
        int place = place(index);
        return place < 0 ? STATE_DATA : sources.get(place).uri();
    }

    /** The place of an item's source among them; negative where it has none. */
    private int place(int index) {
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
        return high;
    }
}
