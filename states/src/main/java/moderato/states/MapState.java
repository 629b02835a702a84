package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import moderato.kernel.Event;
import moderato.kernel.PersistentVector;

/**
 * A Map: does the same for each of many items, inline or as runs of their own.
 *
 * @param processor what it does with an item
 * @param items what it iterates over; the whole input where the definition does not say
 * @param selector what an iteration is given; its item where the definition does not say
 * @param concurrency how many iterations may be under way at a time
 * @param distribution how the iterations are runs of their own; absent for an inline Map
 */
record MapState(StateHead head, StateMachine processor, Optional<MapItems> items, Optional<PayloadTemplate> selector,
        Optional<ValueField> concurrency, Optional<Distribution> distribution) implements State {

    /** The service does at most this many iterations of an inline Map at a time. */
    private static final int MOST_INLINE = 40;

    static MapState read(StateHead head, StateReader reader) {
        String field = reader.has("ItemProcessor") ? "ItemProcessor" : "Iterator";
        JsonNode body = reader.node(field);
        Optional<PayloadTemplate> selector = reader.template("ItemSelector")
                .or(() -> reader.isJsonata() ? Optional.empty() : reader.template("Parameters"));
        boolean distributed = body.path("ProcessorConfig").path("Mode").asText().equals("DISTRIBUTED");
        return new MapState(head, reader.machine(field, body), MapItems.read(reader), selector, reader.numeric("MaxConcurrency"),
                distributed ? Optional.of(Distribution.read(reader, body)) : Optional.empty());
    }

    @Override
    public void begin(Frame frame) {
        EvaluationScope scope = frame.scope();
        JsonNode effective = head.flow().input(scope);
        EvaluationScope seen = effective == scope.input() ? scope : scope.withInput(effective);
        boolean read = distribution.isPresent() && distribution.get().reader().isPresent();
        JsonNode list = read ? JsonNodeFactory.instance.arrayNode() : MapItems.of(items, head.flow().isJsonata(), seen, distribution.isPresent());
        int limit = concurrency.map(field -> concurrency(field, seen)).orElse(0);
        frame.note("MapStateStarted", () -> JsonNodeFactory.instance.objectNode().put("length", list.size()));
        if (distribution.isPresent()) {
            MapRuns.begin(this, distribution.get(), frame, effective, list, limit);
            return;
        }
        dispatch(frame, new Rest.Iterating(frame.visit(), effective, (ArrayNode) list, limit == 0 ? MOST_INLINE : Math.min(limit, MOST_INLINE),
                frame.last(), frame.last(), frame.last(), PersistentVector.empty(), 0));
    }

    static int concurrency(ValueField field, EvaluationScope scope) {
        long value = field.integer(scope);
        if (value < 0) {
            throw StatesErrorException.runtime("MaxConcurrency cannot be negative.");
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    @Override
    public void dispatch(Frame frame, Rest rest) {
        switch (rest) {
            case Rest.Iterating iterating -> Iterations.dispatch(this, frame, iterating);
            case Rest.Distributing distributing -> MapRuns.dispatch(this, frame, distributing.run());
            case Rest.Ready ignored -> throw new IllegalStateException("not in a Map");
            case Rest.InState ignored -> throw new IllegalStateException("a Map at rest this way is never interrupted");
        }
    }

    @Override
    public boolean deliver(Frame frame, Rest rest, int[] path, int depth, Event event) {
        if (rest instanceof Rest.Iterating iterating) {
            return depth + 1 < path.length && Iterations.deliver(this, frame, iterating, path, depth, event);
        }
        if (!(rest instanceof Rest.Distributing distributing)) {
            return false;
        }
        if (event instanceof Event.TaskEnded ended) {
            return depth + 3 == path.length && MapRuns.exchanged(this, frame, distributing.run(), path[depth], ended.outcome());
        }
        int redrives = depth + 2 == path.length ? path[depth + 1] : 0;
        return depth + 2 >= path.length && event instanceof Event.ChildEnded ended
                && MapRuns.childEnded(this, frame, distributing.run(), path[depth], redrives, ended.outcome());
    }

    /** What an iteration is given. */
    JsonNode select(Frame frame, JsonNode effective, MapItem item) {
        return selector.isEmpty() ? item.given()
                : selector.get().evaluate(frame.scope(head.flow().isJsonata() ? frame.input() : effective, item));
    }
}
