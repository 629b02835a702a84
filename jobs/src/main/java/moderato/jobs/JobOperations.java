package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import moderato.kernel.TaskFailedException;

/**
 * The part of the SageMaker API that answers at once about jobs and models, by the names of its operations in lower camel case:
 * {@code describeTrainingJob}, {@code listProcessingJobs}, {@code createTransformJob}, ....
 *
 * <p>Creating a job reserves its name and keeps its request; whoever asked for it has to see that it is run.
 */
public final class JobOperations {

    private static final String MODEL = "model";
    private static final String SUMMARIES = "TrainingJobSummaries";
    private static final int RESULTS_BY_DEFAULT = 10;

    private interface Operation {
        ObjectNode call(JsonNode request, String key) throws IOException, TaskFailedException;
    }

    private final JobServices services;
    private final Map<String, Operation> operations = new TreeMap<>();

    public JobOperations(JobServices services) {
        this.services = services;
        for (JobKind kind : JobKind.values()) {
            operations.put("create" + kind.apiName(), (request, key) -> create(kind, request, key));
            operations.put("describe" + kind.apiName(), (request, key) -> described(kind, request));
            operations.put("list" + kind.apiName() + "s", (request, key) -> list(kind.folder(), kind.apiName(), kind.apiName() + "Summaries", request));
        }
        operations.put("listTrainingJobsForHyperParameterTuningJob", (request, key) -> trainingJobs(request));
        operations.put("describeModel", (request, key) -> find(MODEL, request.path("ModelName").asText()));
        operations.put("listModels", (request, key) -> list(MODEL, "Model", "Models", request));
    }

    /** Whether an operation is one of these. */
    public boolean has(String operation) {
        return operations.containsKey(operation);
    }

    /**
     * Does an operation.
     *
     * @param request with the members of the API
     * @param key the same for the same call made again, which then changes nothing
     * @return the API's answer; times are seconds since 1970
     * @throws TaskFailedException with the API's error names: {@code ValidationException}, {@code ResourceNotFound}, {@code ResourceInUse}
     */
    public ObjectNode call(String operation, JsonNode request, String key) throws TaskFailedException {
        try {
            return Objects.requireNonNull(operations.get(operation), operation).call(request, key);
        } catch (IOException e) {
            throw new TaskFailedException("InternalServerError", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new TaskFailedException("ValidationException", String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode create(JobKind kind, JsonNode request, String key) throws IOException, TaskFailedException {
        String name = request.path(kind.nameMember()).asText("");
        if (name.isEmpty()) {
            throw new TaskFailedException("ValidationException", "1 validation error detected: Value at '" + kind.nameMember() + "' failed to satisfy constraint: Member must not be null");
        }
        JobDescriptions creators = new JobDescriptions(services.folder().resolve("creators"));
        String arn = kind.arn(name);
        Optional<ObjectNode> creator = creators.find(kind.folder(), name);
        if (creator.isPresent() && !creator.get().path("key").asText().equals(key) || creator.isEmpty() && services.descriptions().find(kind.folder(), name).isPresent()) {
            throw new TaskFailedException("ResourceInUse", kind.apiName() + " name must be unique within an AWS account and region, and one with this name already exists (" + arn + ")");
        }
        if (creator.isEmpty()) {
            creators.keep(kind.folder(), name, JsonNodeFactory.instance.objectNode().put("key", key));
        }
        if (services.descriptions().find(kind.folder(), name).isEmpty()) {
            ObjectNode description = ((ObjectNode) request).deepCopy().put(kind.arnMember(), arn).put(kind.statusMember(), "InProgress");
            services.descriptions().keep(kind.folder(), name, description.put("CreationTime", services.clock().millis() / 1000.0));
        }
        return JsonNodeFactory.instance.objectNode().put(kind.arnMember(), arn);
    }

    private ObjectNode described(JobKind kind, JsonNode request) throws IOException, TaskFailedException {
        ObjectNode description = find(kind.folder(), request.path(kind.nameMember()).asText());
        description.remove(SUMMARIES);
        warmPool(description);
        return description;
    }

    /* No machine is kept here: how the service's pool would stand if no other job took it over. */
    private void warmPool(ObjectNode description) {
        long kept = description.path("ResourceConfig").path("KeepAlivePeriodInSeconds").asLong(0);
        if (kept == 0) {
            return;
        }
        double retained = Math.min(kept, services.clock().millis() / 1000.0 - description.path("TrainingEndTime").asDouble());
        ObjectNode pool = description.putObject("WarmPoolStatus");
        switch (description.path("TrainingJobStatus").asText()) {
            case "InProgress", "Stopping" -> pool.put("Status", "InUse");
            case "Completed" -> pool.put("Status", retained < kept ? "Available" : "Terminated").put("ResourceRetainedBillableTimeInSeconds", (long) retained);
            default -> pool.put("Status", "Terminated").put("ResourceRetainedBillableTimeInSeconds", 0);
        }
    }

    private ObjectNode trainingJobs(JsonNode request) throws IOException, TaskFailedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        JsonNode summaries = find(JobKind.TUNING.folder(), request.path(JobKind.TUNING.nameMember()).asText()).path(SUMMARIES);
        String status = request.path("StatusEquals").asText("");
        ArrayNode list = answer.putArray(SUMMARIES);
        for (JsonNode summary : summaries) {
            if (list.size() < request.path("MaxResults").asInt(RESULTS_BY_DEFAULT) && (status.isEmpty() || status.equals(summary.path("TrainingJobStatus").asText()))) {
                list.add(summary);
            }
        }
        return answer;
    }

    private ObjectNode list(String kind, String apiName, String member, JsonNode request) throws IOException {
        String status = request.path("StatusEquals").asText("");
        List<ObjectNode> newestFirst = services.descriptions().all(kind).stream()
                .filter(each -> each.path(apiName + "Name").asText().contains(request.path("NameContains").asText("")))
                .filter(each -> status.isEmpty() || status.equals(each.path(apiName + "Status").asText()))
                .sorted(Comparator.comparingDouble((ObjectNode each) -> each.path("CreationTime").asDouble()).reversed()).toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray(member);
        for (ObjectNode each : newestFirst.subList(0, Math.min(newestFirst.size(), request.path("MaxResults").asInt(RESULTS_BY_DEFAULT)))) {
            ObjectNode summary = list.addObject();
            for (String shown : List.of(apiName + "Name", apiName + "Arn", "CreationTime", apiName.replace("Job", "") + "EndTime", "LastModifiedTime", apiName + "Status", "FailureReason")) {
                Optional.ofNullable(each.get(shown)).ifPresent(value -> summary.set(shown, value));
            }
        }
        return answer;
    }

    private ObjectNode find(String kind, String name) throws IOException, TaskFailedException {
        return services.descriptions().find(kind, name)
                .orElseThrow(() -> new TaskFailedException("ResourceNotFound", "Requested resource not found: there is no " + kind + (kind.equals(MODEL) ? "" : " job") + " '" + name + "'"));
    }
}
