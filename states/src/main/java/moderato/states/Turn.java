package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import moderato.kernel.Command;
import moderato.kernel.Event;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What one event does to a run, while it is being done: the commands asked for, the history told, the transitions left.
 *
 * <p>Lives inside one call of {@link StatesProgram#on} and is seen by nobody else.
 */
final class Turn implements RandomGenerator {

    /** How many states a run enters inside one event before it lets others come first. */
    static final int TRANSITIONS = 1_000;

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    final Instant at;
    final long seed;
    final RunIdentity run;
    final Instant began;
    final JsonNode input;
    final int redrives;
    final StatesProgram.Options options;
    final List<Command> commands = new ArrayList<>(2);
    final Deque<String> interrupted;
    private final Recorder recorder;
    private final boolean wanted;
    private long events;
    private int transitions = TRANSITIONS;
    private @Nullable RandomGenerator random;
    private @Nullable JsonNode pretended;
    private @Nullable ObjectNode execution;
    private @Nullable ObjectNode machine;

    Turn(Event event, RunState state, StatesProgram.Options options, Recorder recorder) {
        this.at = event.at();
        this.seed = event.seed();
        this.run = state.run();
        this.began = state.began();
        this.input = state.input();
        this.redrives = state.redrives();
        this.events = state.events();
        this.interrupted = new ArrayDeque<>(state.interrupted());
        this.options = options;
        this.recorder = recorder;
        this.wanted = recorder.wanted();
    }

    /** Whether anybody reads the history. */
    boolean isWatched() {
        return wanted;
    }

    /** How many events the history has by now. */
    long events() {
        return events;
    }

    /** Counts an event that nobody reads, and gives its id. */
    long count() {
        reserve();
        return ++events;
    }

    /** The last place is kept for the event that ends the run. */
    private void reserve() {
        if (events + 1 >= options.mostEvents()) {
            throw new HistoryFullException();
        }
    }

    /** Tells an event, and gives its id. */
    long tell(HistoryEvent event) {
        reserve();
        recorder.record(event);
        return ++events;
    }

    /** Tells the event that ends a run; it always has its place. */
    void tellLast(HistoryEvent event) {
        if (wanted) {
            recorder.record(event);
        }
        events++;
    }

    void ask(Command command) {
        commands.add(command);
    }

    /** Takes one of the transitions that this event may still make; false when none is left. */
    boolean takeTransition() {
        return --transitions >= 0;
    }

    /** The randomness of this event, in the order in which it is drawn. */
    @Override
    public long nextLong() {
        RandomGenerator generator = random;
        if (generator == null) {
            generator = new SplittableRandom(seed);
            random = generator;
        }
        return generator.nextLong();
    }

    /** An id that no other run or place has: a version 4 UUID made of this event's randomness. */
    UUID uuid() {
        return new UUID(nextLong() & ~0xF000L | 0x4000L, nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    }

    /** An instant as the service writes it: ISO 8601 in UTC with milliseconds. */
    static String written(Instant instant) {
        return WRITTEN.format(instant);
    }

    /** Makes all expressions see this context object. */
    void pretend(JsonNode context) {
        pretended = context;
    }

    /** The context object that was given in place of the run's own. */
    Optional<JsonNode> pretended() {
        return Optional.ofNullable(pretended);
    }

    /** The part of the context object that is about the run; the same for all its states. */
    ObjectNode execution() {
        ObjectNode node = execution;
        if (node == null) {
            node = JsonNodeFactory.instance.objectNode();
            node.put("Id", run.id());
            node.set("Input", input);
            node.put("StartTime", Turn.written(began));
            node.put("Name", run.name());
            node.put("RoleArn", run.role());
            if (!run.id().contains(":express:")) {
                node.put("RedriveCount", redrives);
            }
            execution = node;
        }
        return node;
    }

    /** The part of the context object that is about the state machine. */
    ObjectNode machine() {
        ObjectNode node = machine;
        if (node == null) {
            node = JsonNodeFactory.instance.objectNode().put("Id", run.definitionId()).put("Name", run.definitionName());
            machine = node;
        }
        return node;
    }

    /** The history has as many events as the service allows. */
    static final class HistoryFullException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HistoryFullException() {
            super("the history is full", null, false, false);
        }
    }
}
