package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import moderato.kernel.Definition;
import moderato.kernel.Engine;
import moderato.kernel.EngineException;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.Outcome;
import moderato.kernel.RunFilter;
import moderato.kernel.RunIdentity;
import moderato.kernel.RunSummary;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskFailedException;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The part of the SageMaker API that is about executions of pipelines, by the names of its operations in lower camel case.
 *
 * <p>Which file a pipeline's name or ARN means, the settings say under {@code pipelines}.
 */
public final class PipelineOperations {

    private static final String EXECUTION = "PipelineExecutionArn";
    private static final String PARALLELISM = "ParallelismConfiguration";
    private static final List<String> INPUT = List.of("PipelineParameters", PARALLELISM, "SelectiveExecutionConfig", "PipelineExecutionDisplayName", "PipelineExecutionDescription");

    private interface Operation {
        ObjectNode call(JsonNode request, String key, JsonNode settings) throws TaskFailedException;
    }

    private final Supplier<Engine> engine;
    private final Map<String, Operation> operations = new TreeMap<>();

    /** @param engine runs the executions */
    public PipelineOperations(Supplier<Engine> engine) {
        this.engine = engine;
        operations.put("startPipelineExecution", this::start);
        operations.put("describePipelineExecution", (request, key, settings) -> view(request).execution().deepCopy());
        operations.put("listPipelineExecutionSteps", (request, key, settings) -> view(request).listSteps());
        operations.put("listPipelineExecutions", (request, key, settings) -> list(request));
        operations.put("stopPipelineExecution", (request, key, settings) -> {
            engine.get().stop(request.path(EXECUTION).asText(), Optional.empty(), Optional.empty());
            return arn(request.path(EXECUTION).asText());
        });
        operations.put("retryPipelineExecution", (request, key, settings) -> {
            engine.get().redrive(request.path(EXECUTION).asText(), retry(request));
            return arn(request.path(EXECUTION).asText());
        });
        operations.put("sendPipelineExecutionStepSuccess", (request, key, settings) -> {
            ObjectNode outputs = JsonNodeFactory.instance.objectNode();
            outputs.set("OutputParameters", request.path("OutputParameters").isArray() ? request.path("OutputParameters") : outputs.arrayNode());
            return answer(request, new Outcome.Succeeded(outputs));
        });
        operations.put("sendPipelineExecutionStepFailure",
                (request, key, settings) -> answer(request, new Outcome.Failed(Optional.empty(), Optional.of(request.path("FailureReason").asText("")))));
    }

    private static Optional<JsonNode> retry(JsonNode request) throws TaskFailedException {
        Optional<JsonNode> parallelism = Optional.ofNullable(request.get(PARALLELISM));
        if (parallelism.isPresent() && parallelism.get().path("MaxParallelExecutionSteps").asInt() < 1) {
            throw new TaskFailedException("ValidationException", "MaxParallelExecutionSteps must be a whole number from 1 up, not "
                    + parallelism.get().path("MaxParallelExecutionSteps") + ".");
        }
        return parallelism.map(given -> JsonNodeFactory.instance.objectNode().set(PARALLELISM, given));
    }

    /** Whether an operation is one of these. */
    public boolean has(String operation) {
        return operations.containsKey(operation);
    }

    /**
     * Does an operation.
     *
     * @param request with the members of the API
     * @param key the same for the same call made again, which then starts nothing
     * @param settings what the handlers of an execution are told
     * @return the API's answer; times are seconds since 1970
     * @throws TaskFailedException with the API's error names: {@code ValidationException}, {@code ResourceNotFound}, {@code ConflictException}
     */
    public ObjectNode call(String operation, JsonNode request, String key, JsonNode settings) throws TaskFailedException {
        try {
            return Objects.requireNonNull(operations.get(operation), operation).call(request, key, settings);
        } catch (EngineException e) {
            String error = switch (e.kind()) {
                case RUN_NOT_FOUND, TOKEN_NOT_FOUND -> "ResourceNotFound";
                case RUN_ENDED, NOT_REDRIVABLE, RUN_EXISTS -> "ConflictException";
                case TOO_LARGE, UNKNOWN_LANGUAGE -> "ValidationException";
                case DAMAGED, JOURNAL_FULL, JOURNAL_FAILED, HOME_OWNED, CLOSED -> "InternalServerError";
            };
            throw new TaskFailedException(error, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode start(JsonNode request, String key, JsonNode settings) throws TaskFailedException {
        String named = request.path("PipelineName").asText("");
        String name = named.substring(named.lastIndexOf('/') + 1);
        JsonNode files = settings.path("pipelines");
        JsonNode file = files.has(named) ? files.path(named) : files.path(name);
        if (!file.isTextual()) {
            throw new TaskFailedException("ResourceNotFound", "Pipeline '" + name + "' does not exist; name its file in the handlers file (--handlers), under pipelines");
        }
        Definition definition;
        try {
            definition = Definition.of(PipelineLanguage.NAME, Files.readString(Path.of(file.asText())));
        } catch (IOException e) {
            throw new TaskFailedException("ResourceNotFound", "cannot read " + file.asText() + ": " + e.getMessage());
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        INPUT.forEach(member -> Optional.ofNullable(request.get(member)).ifPresent(value -> input.set(member, value)));
        check(name, definition, input);
        RunIdentity run = Ids.execution(name, "us-east-1", "000000000000", "arn:aws:iam::000000000000:role/moderato", seed(request.path("ClientRequestToken").asText(key)));
        try {
            engine.get().start(new StartRequest(definition, run, input, settings));
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.RUN_EXISTS) {
                throw e;
            }
        }
        return arn(run.id());
    }

    private static void check(String name, Definition definition, ObjectNode input) throws TaskFailedException {
        try {
            List<String> problems = new PipelineLanguage().compile(definition).problems(input);
            if (!problems.isEmpty()) {
                throw new TaskFailedException("ValidationException", String.join("; ", problems));
            }
        } catch (InvalidDefinitionException e) {
            throw new TaskFailedException("ValidationException", "the definition of pipeline '" + name + "' is not valid: " + e.getMessage());
        }
    }

    private ExecutionView view(JsonNode request) {
        return ExecutionView.of(engine.get().history(request.path(EXECUTION).asText()));
    }

    private ObjectNode list(JsonNode request) {
        String name = request.path("PipelineName").asText("");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("PipelineExecutionSummaries");
        int most = request.path("MaxResults").asInt(100);
        RunFilter filter = RunFilter.newest(1000);
        for (RunSummary run : engine.get().list(filter).runs()) {
            boolean wanted = run.language().equals(PipelineLanguage.NAME) && (run.run().definitionName().equals(name) || run.run().definitionId().equals(name));
            if (wanted && list.size() < most) {
                JsonNode execution = ExecutionView.of(engine.get().history(run.run().id())).execution();
                ObjectNode summary = list.addObject().put(EXECUTION, run.run().id()).put("StartTime", run.started().toEpochMilli() / 1000.0);
                for (String member : List.of("PipelineExecutionStatus", "PipelineExecutionDescription", "PipelineExecutionDisplayName")) {
                    Optional.ofNullable(execution.get(member)).ifPresent(value -> summary.set(member, value));
                }
                Optional.ofNullable(execution.get("FailureReason")).ifPresent(reason -> summary.set("PipelineExecutionFailureReason", reason));
            }
        }
        return answer;
    }

    private ObjectNode answer(JsonNode request, Outcome outcome) {
        engine.get().answer(request.path("CallbackToken").asText(), outcome);
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode arn(String execution) {
        return JsonNodeFactory.instance.objectNode().put(EXECUTION, execution);
    }

    private static long seed(String text) {
        return ByteBuffer.wrap(DigestUtils.sha256(text)).getLong();
    }
}
