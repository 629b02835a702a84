package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A program and the state of one run of it, moved by events: new ones, or those that a journal kept.
 *
 * <p>With every event the journal keeps a digest of the commands it caused. A replay that comes to other commands than the first time ends
 * with {@link EngineException.Kind#DAMAGED}, because going on would be guessing.
 *
 * @param <S> the program's state
 */
final class Replay<S> {

    /** An event that the program took, and what it asked for. */
    record Step(Event event, List<Command> commands) {
    }

    private final Program<S> program;
    private S state;
    private int events;

    Replay(Program<S> program) {
        this.program = program;
        this.state = program.initial();
    }

    /** How many events it took. */
    int events() {
        return events;
    }

    /** Takes an event; the commands it caused, or null when the program dropped it. */
    @org.jspecify.annotations.Nullable
    List<Command> take(Event event, Recorder recorder) {
        Transition<S> transition = program.on(state, event, recorder);
        if (transition.state() == state) {
            return null;
        }
        state = transition.state();
        events++;
        return transition.commands();
    }

    /** Takes the events of a journal's entry again, but for those it took already. */
    void repeat(Journal.Entry entry, Recorder recorder, BiConsumer<Event, List<Command>> each) {
        ByteBuffer bytes = ByteBuffer.wrap(entry.events());
        for (int place = entry.first(); bytes.hasRemaining(); place++) {
            int digest = bytes.getInt();
            byte[] text = new byte[bytes.getInt()];
            bytes.get(text);
            if (place < events) {
                continue;
            }
            Event event = EventCodec.event(EventCodec.tree(text));
            List<Command> commands = take(event, recorder);
            if (place + 1 != events || commands == null || CommandDigest.of(commands) != digest) {
                throw new EngineException(EngineException.Kind.DAMAGED, "event " + (place + 1) + " (" + event.getClass().getSimpleName()
                        + ") no longer leads where it led before: this program's interpreter differs from the one that the run began with");
            }
            each.accept(event, commands);
        }
    }

    /** The bytes of steps, as {@link #repeat} takes them. */
    static byte[] bytes(List<Step> steps) {
        List<byte[]> texts = new ArrayList<>(steps.size());
        int size = 0;
        for (Step step : steps) {
            byte[] text = EventCodec.encode(step.event());
            texts.add(text);
            size += text.length + 2 * Integer.BYTES;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (int i = 0; i < texts.size(); i++) {
            bytes.putInt(CommandDigest.of(steps.get(i).commands())).putInt(texts.get(i).length).put(texts.get(i));
        }
        return bytes.array();
    }

    /** The first event of an entry. */
    static Event first(Journal.Entry entry) {
        ByteBuffer bytes = ByteBuffer.wrap(entry.events());
        bytes.getInt();
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        return EventCodec.event(EventCodec.tree(text));
    }

    /** The state and what is pending, as JSON text. */
    byte[] freeze(PendingWork pending, Instant lastAt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("state", program.toJson(state));
        json.put("at", lastAt.toEpochMilli());
        json.put("proceeds", pending.proceeds());
        ArrayNode items = json.putArray("pending");
        for (PendingWork.Item item : pending.items()) {
            ObjectNode one = items.addObject();
            one.set("command", EventCodec.tree(EventCodec.encode(item.command())));
            one.put("since", item.since().toEpochMilli()).put("seed", item.seed()).put("submitted", item.submitted());
        }
        return EventCodec.bytes(json);
    }

    /** Goes to what {@link #freeze} wrote. */
    Instant thaw(Journal.Change.Snapshot snapshot, PendingWork pending) {
        JsonNode json = EventCodec.tree(snapshot.state());
        state = program.fromJson(json.get("state"));
        events = snapshot.events();
        for (JsonNode item : json.get("pending")) {
            pending.restore(new PendingWork.Item(EventCodec.command(item.get("command")),
                    Instant.ofEpochMilli(item.get("since").longValue()), item.get("seed").longValue(), item.get("submitted").booleanValue()));
        }
        if (json.get("proceeds").booleanValue()) {
            pending.restoreProceed();
        }
        return Instant.ofEpochMilli(json.get("at").longValue());
    }
}
