package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.objects.ObjectAddress;

/**
 * Holds what a step cache answers against the object store: a success whose outputs are gone is none.
 *
 * <p>Outputs that were taken away on purpose still count, as what was made of them is known by their digests; the answer names them, so
 * that a step which needs them after all can have them made again.
 */
public final class CachedOutputs {

    private final JobServices services;

    public CachedOutputs(JobServices services) {
        this.services = services;
    }

    /** A {@code cache:find} whose {@code Hit} has its outputs, or says in {@code Removed} which were taken away; without them it is {@code Gone}. */
    public TaskHandler find(TaskHandler cache) {
        return (payload, context) -> {
            JsonNode answer = cache.handle(payload, context);
            ObjectNode checked = JsonNodeFactory.instance.objectNode();
            ObjectNode hit = checked.putObject("Hit");
            for (JsonNode written : answer.path("Hit").path("Written")) {
                if (!isThere(written.asText())) {
                    (isRemoved(written.asText()) ? hit.withArray("Removed") : checked.withArray("Gone")).add(written);
                }
            }
            if (checked.has("Gone")) {
                checked.remove("Hit");
                return checked;
            }
            return hit.isEmpty() ? answer : checked.set("Hit", ((ObjectNode) answer.path("Hit")).setAll(hit));
        };
    }

    /**
     * A {@code cache:keep} that keeps in {@code Written} which outputs the step has left. In content mode a transform is not kept whose model
     * said that its answers are not worth it.
     */
    public TaskHandler keep(TaskHandler cache) {
        return (payload, context) -> {
            String transform = payload.path("Properties").path("TransformJobName").asText("");
            if (payload.path("Mode").asText().equals("content") && !transform.isEmpty() && isNotKept(transform)) {
                return JsonNodeFactory.instance.objectNode();
            }
            ObjectNode kept = payload.deepCopy();
            for (String output : outputs(payload.path("Properties"))) {
                if (isThere(output)) {
                    kept.withArray("Written").add(output);
                }
            }
            return cache.handle(kept, context);
        };
    }

    /* Where jobs of any kind say that their outputs are. */
    private static List<String> outputs(JsonNode job) {
        List<String> outputs = new ArrayList<>();
        job.path("ProcessingOutputConfig").path("Outputs").forEach(output -> outputs.add(output.path("S3Output").path("S3Uri").asText("")));
        outputs.add(job.path("ModelArtifacts").path("S3ModelArtifacts").asText(""));
        outputs.add(job.path("TransformOutput").path("S3OutputPath").asText(""));
        String best = job.path("BestTrainingJob").path("TrainingJobName").asText("");
        JsonNode trained = job.path("TrainingJobDefinition").path("OutputDataConfig").path("S3OutputPath");
        outputs.add(best.isEmpty() || trained.isMissingNode() ? "" : trained.asText().replaceFirst("/$", "") + "/" + best);
        outputs.removeIf(String::isEmpty);
        return outputs;
    }

    private boolean isThere(String uri) throws TaskFailedException {
        try {
            ObjectAddress address = ObjectAddress.parse(uri);
            ObjectAddress below = address.key().isEmpty() || address.key().endsWith("/") ? address : new ObjectAddress(address.bucket(), address.key() + "/");
            return services.store().find(address).isPresent() || !services.store().list(below).isEmpty();
        } catch (IllegalArgumentException noAddress) {
            return false;
        } catch (IOException e) {
            throw JobFailure.internal(String.valueOf(e.getMessage())).toTaskFailure();
        }
    }

    private boolean isNotKept(String transform) throws TaskFailedException {
        try {
            return services.descriptions().find(JobDescriptions.NOT_KEPT, transform).isPresent();
        } catch (IOException e) {
            throw JobFailure.internal(String.valueOf(e.getMessage())).toTaskFailure();
        }
    }

    private boolean isRemoved(String uri) throws TaskFailedException {
        try {
            return services.removed().digest(uri).isPresent();
        } catch (IOException e) {
            throw JobFailure.internal(String.valueOf(e.getMessage())).toTaskFailure();
        }
    }
}
