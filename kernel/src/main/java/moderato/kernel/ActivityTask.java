package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A task that an outside worker took.
 *
 * @param token answers the task, and says that the work goes on
 * @param input what is to be worked on
 */
public record ActivityTask(String token, JsonNode input) {
}
