package moderato.states;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/** What the children of a distributed Map made. */
final class MapResults {

    private MapResults() {
    }

    /** Their outputs, in order; error and cause of those that did not succeed. */
    static ArrayNode outputs(PersistentVector<Child> children) {
        ArrayNode outputs = JsonNodeFactory.instance.arrayNode(children.size());
        for (Child child : children) {
            switch (child) {
                case Child.Finished finished -> outputs.add(finished.output());
                case Child.Lost lost -> outputs.add(lost.failure().toErrorOutput());
                case Child.Remote ignored -> throw new IllegalStateException("a child is still under way");
                case Branch ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
            }
        }
        return outputs;
    }

    /** The descriptions of the children that ended one way, as result files hold them. */
    static ArrayNode descriptions(RunIdentity parent, MapRun run, boolean succeeded) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < run.children().size(); i++) {
            Child child = run.children().get(i);
            if (child instanceof Child.Finished finished && succeeded) {
                ObjectNode description = describe(parent, run, i, "SUCCEEDED").put("Output", finished.output().toString());
                description.putObject("OutputDetails").put("Included", true);
                list.add(description);
            } else if (child instanceof Child.Lost lost && !succeeded) {
                ObjectNode description = describe(parent, run, i, "FAILED");
                lost.failure().error().ifPresent(error -> description.put("Error", error));
                lost.failure().cause().ifPresent(cause -> description.put("Cause", cause));
                list.add(description);
            }
        }
        return list;
    }

    private static ObjectNode describe(RunIdentity parent, MapRun run, int index, String status) {
        RunIdentity child = MapRuns.identity(parent, run, index);
        return JsonNodeFactory.instance.objectNode().put("ExecutionArn", child.id()).put("Name", child.name())
                .put("StateMachineArn", child.definitionId()).put("Status", status).put("RedriveCount", 0);
    }
}
