package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * One thread of a run at rest: the run itself, a branch of a Parallel, or an iteration of an inline Map.
 *
 * @param step how many steps it has begun: one for each state entered and each retry
 * @param last the id of the last event of its history
 * @param variables the variables that it assigned itself; those around it are not repeated
 * @param rest where it rests
 */
record Branch(int step, long last, Map<String, JsonNode> variables, Rest rest) implements Child {

    /** Of a run that has not begun. */
    static final Branch UNBORN = new Branch(0, 0, Map.of(), new Rest.Ready(-1, JsonNodeFactory.instance.objectNode()));

    /** Of a run that succeeded. */
    static final Branch OVER = new Branch(0, 0, Map.of(), new Rest.Ready(-2, JsonNodeFactory.instance.objectNode()));
}
