package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a state from its entry to its exit.
 *
 * @param state the state's place in its machine
 * @param input its raw input
 * @param entered the id of the event of its entry
 * @param before the id of the event before that
 * @param at when it was entered
 * @param retries how often each of its retriers has retried; empty: none has
 */
record Visit(int state, JsonNode input, long entered, long before, Instant at, List<Integer> retries) {

    Visit {
        retries = List.copyOf(retries);
    }

    int retryCount() {
        int sum = 0;
        for (int count : retries) {
            sum += count;
        }
        return sum;
    }

    Visit withRetries(List<Integer> counts) {
        return new Visit(state, input, entered, before, at, counts);
    }
}
