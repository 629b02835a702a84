package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import moderato.kernel.Limits;

/**
 * How many items a child of a distributed Map is given.
 *
 * @param mostItems how many at most
 * @param mostBytes how large its input may be
 * @param input what every child is given besides its items
 */
record ItemBatcher(Optional<ValueField> mostItems, Optional<ValueField> mostBytes, Optional<PayloadTemplate> input) {

    static ItemBatcher read(StateReader reader) {
        return new ItemBatcher(reader.numeric("MaxItemsPerBatch"), reader.numeric("MaxInputBytesPerBatch"), reader.template("BatchInput"));
    }

    /** Looks at the numbers before the Map run begins. */
    void requireNumbers(EvaluationScope scope) {
        mostItems.ifPresent(field -> positive(field, scope));
        mostBytes.ifPresent(field -> positive(field, scope));
    }

    /** A batch: the input of a child, and how many items it has. */
    record Batch(JsonNode input, int items) {
    }

    /** Takes the next items of a run; empty when what is read of them is not a whole batch, and more is still to be read. */
    Optional<Batch> take(MapState state, Frame frame, MapRun run, int from) {
        EvaluationScope scope = frame.scope();
        EvaluationScope seen = run.input() == scope.input() ? scope : scope.withInput(run.input());
        long items = mostItems.map(field -> positive(field, seen)).orElse(Long.MAX_VALUE);
        long bytes = Math.min(mostBytes.map(field -> positive(field, seen)).orElse((long) Limits.PAYLOAD_BYTES), Limits.PAYLOAD_BYTES);
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        input.ifPresent(template -> batch.set("BatchInput", template.evaluate(seen)));
        ArrayNode list = batch.putArray("Items");
        long size = PayloadSize.of(batch);
        int index = from;
        while (index < run.items().size() && list.size() < items) {
            JsonNode item = state.select(frame, run.input(), run.items().at(index));
            size += PayloadSize.of(item) + 1;
            if (size > bytes && !list.isEmpty()) {
                break;
            }
            list.add(item);
            index++;
        }
        boolean cut = index == run.items().size() && list.size() < items && !run.exchanges().toRead().isEmpty();
        return cut ? Optional.empty() : Optional.of(new Batch(batch, list.size()));
    }

    private static long positive(ValueField field, EvaluationScope scope) {
        long value = field.integer(scope);
        if (value < 0) {
            throw StatesErrorException.runtime("%s cannot be negative.".formatted(field.name().replace("Path", "")));
        }
        return value == 0 ? Long.MAX_VALUE : value;
    }
}
