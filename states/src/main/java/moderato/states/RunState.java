package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;

/**
 * A run of a state machine at rest.
 *
 * @param run who the run is
 * @param began when it began
 * @param input the run's input
 * @param events how many events its history has
 * @param redrives how often it was redriven
 * @param root where the run stands; kept when it failed, so that it can be redriven
 * @param interrupted the paths of branches that have more to do at once, in the order in which they were interrupted
 * @param outcome how the run ended, once it has
 */
public record RunState(RunIdentity run, Instant began, JsonNode input, long events, int redrives, Branch root, List<String> interrupted,
        Optional<Outcome> outcome) {

    static final RunState INITIAL = new RunState(new RunIdentity("", "", "", "", ""), Instant.EPOCH, JsonNodeFactory.instance.objectNode(),
            0, 0, Branch.UNBORN, List.of(), Optional.empty());

    public RunState {
        interrupted = List.copyOf(interrupted);
    }

    /** Whether {@code started} is still to come. */
    boolean isUnborn() {
        return root == Branch.UNBORN;
    }
}
