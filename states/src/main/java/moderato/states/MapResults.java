package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/** What the children of a distributed Map made. */
final class MapResults {

    private MapResults() {
    }

    /** Their outputs, in order; error and cause of those that did not succeed. */
    static ArrayNode outputs(PersistentVector<Child> children) {
        ArrayNode outputs = JsonNodeFactory.instance.arrayNode(children.size());
        children.forEach(child -> outputs.add(output(child)));
        return outputs;
    }

    /** The output of a child; error and cause of one that did not succeed. */
    static JsonNode output(Child child) {
        return switch (child) {
            case Child.Told told -> told.output().tree();
            case Child.Lost lost -> lost.failure().toErrorOutput();
            case Child.Remote ignored -> throw new IllegalStateException("a child is still under way");
            case Child.Again ignored -> throw new IllegalStateException("a child is still to be begun again");
            case Child.Writing ignored -> throw new IllegalStateException("a result is still being written");
            case Child.Written ignored -> throw new IllegalStateException("a result that is written is let go of");
            case Branch ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
            case Child.Finished ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
        };
    }

    /** The descriptions of the children that ended one way, as result files hold them. */
    static ArrayNode descriptions(RunIdentity parent, MapRun run, boolean succeeded) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < run.children().size(); i++) {
            description(parent, run, i, succeeded).ifPresent(list::add);
        }
        return list;
    }

    /** The description of a child, when it ended that way. */
    static Optional<ObjectNode> description(RunIdentity parent, MapRun run, int index, boolean succeeded) {
        Child child = run.children().get(index);
        if (child instanceof Child.Told told && succeeded) {
            ObjectNode description = describe(parent, run, index, "SUCCEEDED", told.input().orElseThrow(), told.life()).put("Output", told.output().text());
            description.putObject("OutputDetails").put("Included", true);
            return Optional.of(description.put("RedriveStatus", "NOT_REDRIVABLE")
                    .put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven"));
        }
        if (child instanceof Child.Lost lost && !succeeded) {
            ObjectNode description = describe(parent, run, index, "FAILED", lost.input(), lost.life()).put("RedriveStatus", "REDRIVABLE_BY_MAP_RUN");
            lost.failure().error().ifPresent(error -> description.put("Error", error));
            lost.failure().cause().ifPresent(cause -> description.put("Cause", cause));
            return Optional.of(description);
        }
        return Optional.empty();
    }

    private static ObjectNode describe(RunIdentity parent, MapRun run, int index, String status, PackedJson input, Child.Life life) {
        RunIdentity child = MapRuns.identity(parent, run, index);
        ObjectNode description = JsonNodeFactory.instance.objectNode().put("ExecutionArn", child.id())
                .put("Input", input.text());
        description.putObject("InputDetails").put("Included", true);
        return description.put("Name", child.name()).put("StateMachineArn", child.definitionId()).put("Status", status)
                .put("StartDate", Turn.written(Instant.ofEpochMilli(life.began()))).put("StopDate", Turn.written(Instant.ofEpochMilli(life.ended())))
                .put("RedriveCount", life.redrives());
    }
}
