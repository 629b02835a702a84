package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/** Where a branch rests between two events. */
sealed interface Rest {

    /** About to enter a state, by its place in the machine. */
    record Ready(int state, JsonNode input) implements Rest {
    }

    /** Inside a state. */
    sealed interface InState extends Rest {
        /** What is known of the state since its entry. */
        Visit visit();
    }

    /** In a Wait, until its timer. */
    record Waiting(Visit visit) implements InState {
    }

    /** Between two attempts at a state, until the timer of the retry. */
    record Delayed(Visit visit) implements InState {
    }

    /**
     * In a Task, until its end.
     *
     * @param started whether the history knows that a worker took it
     * @param token the token that answers it from outside
     */
    record Working(Visit visit, boolean started, Optional<String> token) implements InState {
    }

    /**
     * In a Parallel: one child for each branch begun.
     *
     * @param input the input of every branch
     * @param previous the id of the event that the branches follow
     */
    record Forked(Visit visit, JsonNode input, long previous, PersistentVector<Child> children, int finished) implements InState {
    }

    /**
     * In an inline Map: one child for each iteration begun.
     *
     * @param input the Map's effective input
     * @param items what it iterates over
     * @param concurrency how many iterations may be under way at a time
     * @param begun the id of the event that the first iterations follow
     * @param previous the id of the last event of the iteration that ended last
     * @param succeeded the id of the last event of a success; what follows the Map follows it
     */
    record Iterating(Visit visit, JsonNode input, ArrayNode items, int concurrency, long begun, long previous,
            long succeeded, PersistentVector<Child> children, int finished) implements InState {
    }

    /** In a distributed Map: one child run for each batch begun, and what it reads or writes outside. */
    record Distributing(Visit visit, MapRun run) implements InState {
    }

    /**
     * In a state that failed and that nothing caught: where a redrive begins.
     *
     * @param at where the state rested with its children, some of which may have succeeded
     */
    record Failed(Visit visit, Optional<InState> at) implements InState {
    }
}
