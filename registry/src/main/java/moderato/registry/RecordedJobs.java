package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/**
 * Handlers of jobs whose jobs are recorded, however they end.
 *
 * @param jobs who does the work
 * @param recorder who keeps what was done
 * @param descriptions what is known of jobs that failed
 */
public record RecordedJobs(TaskHandlers jobs, JobRecorder recorder, JobRecorder.Descriptions descriptions) implements TaskHandlers {

    private static final Map<String, String> KINDS = Map.of("job:processing", "processing", "job:training", "training", "job:transform", "transform", "job:tuning", "tuning",
            "model:create", "model");

    @Override
    public Optional<TaskHandler> find(String resource) {
        Optional<TaskHandler> plain = jobs.find(resource);
        String kind = KINDS.get(resource);
        return kind == null ? plain : plain.map(handler -> (payload, context) -> handle(kind, handler, payload, context));
    }

    private JsonNode handle(String kind, TaskHandler handler, JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        JsonNode answer;
        try {
            answer = handler.handle(payload, context);
        } catch (TaskFailedException e) {
            failed(kind, payload, context);
            throw e;
        }
        record(kind, payload, answer, context);
        return answer;
    }

    private void failed(String kind, JsonNode payload, TaskContext context) {
        try {
            JsonNode known = descriptions.of(kind, payload.path("Request").path(JobFacts.Kind.valueOf(kind).member() + "Name").asText());
            if (known.has("FailureReason")) {
                record(kind, payload, known, context);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(String kind, JsonNode payload, JsonNode answer, TaskContext context) {
        ObjectNode description = Json.copy(payload.path("Request"));
        description.put(JobFacts.Kind.valueOf(kind).member() + "Arn", payload.path("Arn").asText());
        description.setAll(Json.copy(answer));
        if (payload.has("ExperimentConfig")) {
            description.set("ExperimentConfig", payload.path("ExperimentConfig"));
        }
        recorder.recordUnchecked(kind, description, context.run().id(), payload.path("StepName").asText(""));
    }
}
