package moderato.pipelines;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the step that left nothing where another one reads. */
final class EmptyOutput {

    private static final Pattern NOTHING_THERE = Pattern.compile("No S3 objects found under S3 URL \"([^\"]+)\"");

    private EmptyOutput() {
    }

    /** The failure of a step, with the step that should have written what it found missing. */
    static Failure explain(Execution execution, Node node, Failure failure) {
        Matcher nothing = NOTHING_THERE.matcher(failure.cause());
        if (!nothing.find()) {
            return failure;
        }
        for (Plan.Wait wait : execution.plan().waits(node.template())) {
            for (int maker : execution.nodes().makers(execution.steps(), node, wait)) {
                if (Recall.reads(execution.state(maker).properties().toString(), nothing.group(1))) {
                    return new Failure(failure.error(), nothing.group() + ": step " + execution.node(maker).name() + " was to write there, succeeded, and left nothing.");
                }
            }
        }
        return failure;
    }
}
