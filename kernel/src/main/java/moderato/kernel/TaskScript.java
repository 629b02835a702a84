package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says at once what will become of a task, for engines whose clock is not the world's. */
@FunctionalInterface
public interface TaskScript {

    /**
     * The fate of a task.
     *
     * @param now the engine's time when the task starts
     */
    Answer answer(RunIdentity run, Command.StartTask task, Instant now);

    /**
     * What becomes of a task.
     *
     * @param submitted what is told when the work is handed over, as with {@code .sync} and {@code .waitForTaskToken}
     * @param outcome how it ends; absent: it waits for its token, its timeout or for ever
     * @param after how long the work takes; a timeout that is shorter comes first
     * @param taken whether a worker takes it at all
     */
    record Answer(Optional<JsonNode> submitted, Optional<Outcome> outcome, Duration after, boolean taken) {

        /** It ends this way at once. */
        public static Answer of(Outcome outcome) {
            return new Answer(Optional.empty(), Optional.of(outcome), Duration.ZERO, true);
        }

        /** A worker takes it, and says nothing any more. */
        public static Answer silence() {
            return new Answer(Optional.empty(), Optional.empty(), Duration.ZERO, true);
        }

        /** The same, after this is told as handed over. */
        public Answer withSubmitted(JsonNode output) {
            return new Answer(Optional.of(output), outcome, after, taken);
        }

        /** The same, when the work takes some time. */
        public Answer after(Duration time) {
            return new Answer(submitted, outcome, time, taken);
        }
    }

    /** A script that calls real handlers, on the thread of the engine, and takes their work to need no time. */
    static TaskScript calling(TaskHandlers handlers) {
        return calling(handlers, JsonNodeFactory.instance.objectNode());
    }

    /** The same, with settings for the handlers. */
    static TaskScript calling(TaskHandlers handlers, JsonNode settings) {
        return (run, task, now) -> new DirectCall(run, task, settings).call(handlers);
    }
}
