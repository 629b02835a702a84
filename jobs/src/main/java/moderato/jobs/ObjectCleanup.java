package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskHandler;
import moderato.objects.ObjectAddress;
import moderato.objects.StoredObject;

/**
 * Removes what earlier steps left, for a Cleanup step: all outputs of a training job, or the objects named below the outputs of a processing or
 * transform job. Each step is told of for itself: cleaned, failed, or skipped because it has no outputs.
 */
final class ObjectCleanup implements TaskHandler {

    private static final String INVALID = "ValidationException";

    private final JobServices services;

    ObjectCleanup(JobServices services) {
        this.services = services;
    }

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("CleanedSteps");
        answer.putArray("FailedSteps");
        answer.putArray("SkippedSteps");
        for (JsonNode resource : payload.path("Request").path("Resources").path("S3")) {
            String step = resource.path("StepName").asText();
            JsonNode source = payload.path("Sources").path(step);
            if (source.path("Properties").isEmpty()) {
                answer.withArray("SkippedSteps").add(step);
                continue;
            }
            try {
                for (ObjectAddress object : objects(source, resource.path("S3Uris"))) {
                    services.store().remove(object);
                }
                answer.withArray("CleanedSteps").add(step);
            } catch (JobFailure refused) {
                failed(answer, step, INVALID, refused);
            } catch (IOException e) {
                failed(answer, step, "AccessDenied", e);
            }
        }
        return answer;
    }

    private static void failed(ObjectNode answer, String step, String code, Exception reason) {
        answer.withArray("FailedSteps").addObject().put("StepName", step).put("ErrorCode", code).put("ErrorMessage", String.valueOf(reason.getMessage()));
    }

    private List<ObjectAddress> objects(JsonNode source, JsonNode named) throws IOException, JobFailure {
        JsonNode properties = source.path("Properties");
        if (!properties.path("VpcConfig").isEmpty() || !properties.path("NetworkConfig").path("VpcConfig").isEmpty()) {
            throw JobFailure.client("the outputs of a step with VpcConfig cannot be cleaned up");
        }
        List<ObjectAddress> outputs = outputs(source.path("StepType").asText(), properties);
        List<ObjectAddress> objects = new ArrayList<>();
        if (named.isEmpty()) {
            if (!source.path("StepType").asText().equals("Training")) {
                throw JobFailure.client("S3Uris are needed for a step that is no Training step");
            }
            for (ObjectAddress output : outputs) {
                services.store().list(output).stream().map(StoredObject::address).forEach(objects::add);
            }
            return objects;
        }
        for (JsonNode uri : named) {
            ObjectAddress object = Jobs.address(uri.asText());
            if (outputs.stream().noneMatch(output -> output.bucket().equals(object.bucket()) && object.key().startsWith(output.key()))) {
                throw JobFailure.client(object + " is not below an output of the step");
            }
            objects.add(object);
        }
        return objects;
    }

    /* Each as a prefix that ends with a slash, so that output-old is not taken for a part of output. */
    private static List<ObjectAddress> outputs(String type, JsonNode properties) throws JobFailure {
        List<ObjectAddress> outputs = new ArrayList<>();
        switch (type) {
            case "Training" -> outputs.add(Jobs.address(properties.path("OutputDataConfig").path("S3OutputPath").asText()).resolve(properties.path("TrainingJobName").asText() + "/"));
            case "Processing" -> {
                for (JsonNode output : properties.path("ProcessingOutputConfig").path("Outputs")) {
                    outputs.add(Jobs.address(output.path("S3Output").path("S3Uri").asText()).resolve(""));
                }
            }
            case "Transform" -> outputs.add(Jobs.address(properties.path("TransformOutput").path("S3OutputPath").asText()).resolve(""));
            default -> throw JobFailure.client("outputs of " + type + " steps cannot be cleaned up here");
        }
        return outputs;
    }
}
