package moderato.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Something that lineage is about.
 *
 * @param kind what the API calls its lineage type
 * @param type such as {@code DataSet}, {@code Model}, {@code Image}, {@code TrainingJob}, {@code Approval}, {@code PipelineExecution}
 * @param source where it is: an address, or the ARN of the job, model package or run that it stands for
 * @param mark changes when the bytes at the source do; empty when nobody looked
 * @param body what else is known of it, with the members of the API
 */
public record Entity(String arn, Kind kind, String type, String name, String source, String mark, Instant created, ObjectNode body) {

    /** The kinds of entity, named as in the API. */
    public enum Kind {
        Artifact("artifact"), Action("action"), Context("context"), TrialComponent("experiment-trial-component");

        private final String arnKind;

        Kind(String arnKind) {
            this.arnKind = arnKind;
        }

        String arnKind() {
            return arnKind;
        }
    }

    public Entity {
        body = body.deepCopy();
    }
}
