package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import moderato.kernel.EngineException;
import moderato.kernel.HistoryEvent;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/**
 * Handlers for what pipelines ask for beside their steps' own work: JsonGet, the cache, reference executions, and the answer for types
 * that need AWS. Everything else is left to other handlers.
 */
public final class PipelineHandlers implements TaskHandlers {

    private final Map<String, TaskHandler> own;
    private final NeedsAws others;

    /**
     * @param others whoever does everything else; asked first, so that it may take over any of these
     * @param cache the successes of cached steps
     * @param objects reads objects, for JsonGet
     * @param histories the history of a run by its id, such as an engine's
     */
    public PipelineHandlers(TaskHandlers others, StepCache cache, JsonGetHandler.Objects objects, Function<String, List<HistoryEvent>> histories) {
        this.others = new NeedsAws(others);
        this.own = Map.of("json:get", new JsonGetHandler(objects), "cache:find", cache.find(), "cache:keep", cache.keep(), "reference:steps",
                (payload, context) -> reference(payload, histories));
    }

    @Override
    public Optional<TaskHandler> find(String resource) {
        return others.find(resource).or(() -> Optional.ofNullable(own.get(resource)));
    }

    private static JsonNode reference(JsonNode payload, Function<String, List<HistoryEvent>> histories) throws TaskFailedException {
        String arn = payload.path("SourcePipelineExecutionArn").asText();
        Set<String> names = new LinkedHashSet<>();
        payload.path("Steps").forEach(step -> names.add(step.asText()));
        try {
            return ExecutionView.of(histories.apply(arn)).reference(names);
        } catch (EngineException e) {
            throw new TaskFailedException("ResourceNotFound", "There is no execution " + arn + ".");
        }
    }
}
