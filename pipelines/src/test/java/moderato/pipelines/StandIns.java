package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/** Handlers that honour the contract of every task and do nothing else; what they were asked for can be looked at. */
final class StandIns implements TaskHandlers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A task that was asked for. */
    record Asked(String resource, String path, JsonNode payload) {
        String step() {
            return payload.path("StepName").asText();
        }
    }

    final List<Asked> asked = new ArrayList<>();
    final List<JsonNode> kept = new ArrayList<>();
    private final Map<String, TaskHandler> special = new HashMap<>();

    /** Another handler for one step's task, or with a step of {@code *} for a resource. */
    StandIns with(String resource, String step, TaskHandler handler) {
        special.put(resource + "/" + step, handler);
        return this;
    }

    List<String> stepsAsked(String resource) {
        return asked.stream().filter(one -> one.resource().equals(resource)).map(Asked::step).toList();
    }

    @Override
    public Optional<TaskHandler> find(String resource) {
        if (resource.startsWith("step:") && !special.containsKey(resource + "/*")) {
            return Optional.empty();
        }
        return Optional.of((payload, context) -> {
            asked.add(new Asked(resource, context.path(), payload));
            TaskHandler handler = special.getOrDefault(resource + "/" + payload.path("StepName").asText(), special.get(resource + "/*"));
            return handler != null ? handler.handle(payload, context) : answer(resource, payload);
        });
    }

    private JsonNode answer(String resource, JsonNode payload) {
        JsonNode request = payload.path("Request");
        ObjectNode answer = JSON.objectNode();
        switch (resource) {
            case "job:processing" -> answer.put("ProcessingJobStatus", "Completed");
            case "job:training" -> answer.put("TrainingJobStatus", "Completed").putObject("ModelArtifacts").put("S3ModelArtifacts",
                    request.at("/OutputDataConfig/S3OutputPath").asText("s3://b") + "/" + request.path("TrainingJobName").asText() + "/output/model.tar.gz");
            case "job:transform" -> answer.put("TransformJobStatus", "Completed");
            case "job:tuning" -> answer.put("HyperParameterTuningJobStatus", "Completed").putObject("BestTrainingJob").put("TrainingJobName", "best");
            case "registry:register" -> answer.put("ModelPackageArn", "arn:aws:sagemaker:local:000000000000:model-package/g/1").put("ModelPackageStatus", "Completed");
            case "lambda:invoke" -> {
                return outputs();
            }
            case "json:get" -> answer.put("Value", 1);
            case "cache:find" -> {
                return find(payload);
            }
            case "cache:keep" -> kept.add(payload);
            default -> {
            }
        }
        return answer;
    }

    /** Something for every output that the definitions promise. */
    static ObjectNode outputs() {
        return JSON.objectNode().put("statusCode", 200).put("body", "text").put("share", 0.25).put("ok", true).put("id", "x").put("score", 0.75)
                .put("decision", "approve").put("count", 3).put("sure", true).put("model_image", "image:1").put("model_artifact", "s3://b/model.tar.gz")
                .put("output1", "one").put("output2", "two").put("other_key", "k");
    }

    private ObjectNode find(JsonNode payload) {
        ObjectNode answer = JSON.objectNode();
        for (JsonNode one : kept.reversed()) {
            boolean same = one.path("StepName").equals(payload.path("StepName")) && one.path("PipelineName").equals(payload.path("PipelineName"))
                    && one.path("Mode").equals(payload.path("Mode"));
            boolean fresh = one.path("EndTime").asText().compareTo(payload.path("NotBefore").asText()) >= 0;
            if (same && fresh && one.path("Key").equals(payload.path("Key"))) {
                return answer.set("Hit", one);
            }
            if (same && !answer.has("Nearest")) {
                answer.set("Nearest", one);
            }
        }
        return answer;
    }

    static ArrayNode parameters(Map<String, String> values) {
        ArrayNode list = JSON.arrayNode();
        values.forEach((name, value) -> list.addObject().put("Name", name).put("Value", value));
        return list;
    }
}
