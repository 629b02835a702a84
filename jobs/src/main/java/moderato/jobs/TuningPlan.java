package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a CreateHyperParameterTuningJob request asks for.
 *
 * @param definitions its training definitions, which take turns
 * @param most how many training jobs at most
 * @param parallel how many of them at a time
 * @param target the objective's value that is good enough
 * @param notImproving how many training jobs may end without a better one, before the search ends
 * @param untilConverged whether the search ends when its best training job hardly gets better
 * @param longest how long the search may go on
 * @param warm what it knows from earlier tuning jobs
 */
record TuningPlan(List<TuningDefinition> definitions, long most, int parallel, Optional<Double> target, long notImproving, boolean untilConverged, Optional<Duration> longest,
        WarmStart warm) {

    private static final int PARALLEL_BY_DEFAULT = 1;

    TuningPlan {
        definitions = List.copyOf(definitions);
    }

    static TuningPlan of(JsonNode request, String name, JobServices services) throws IOException, JobFailure {
        JsonNode config = request.path("HyperParameterTuningJobConfig");
        List<JsonNode> given = new ArrayList<>();
        request.path("TrainingJobDefinitions").forEach(given::add);
        if (request.has("TrainingJobDefinition")) {
            given.add(request.path("TrainingJobDefinition"));
        }
        if (given.isEmpty()) {
            throw JobFailure.client("a tuning job needs a TrainingJobDefinition, or TrainingJobDefinitions");
        }
        WarmStart warm = WarmStart.of(request, services);
        long seed = config.has("RandomSeed") ? config.path("RandomSeed").asLong() : name.hashCode();
        List<TuningDefinition> definitions = new ArrayList<>();
        for (JsonNode definition : given) {
            definitions.add(TuningDefinition.of(config, definition, seed + definitions.size(), warm));
        }
        JsonNode limits = config.path("ResourceLimits");
        JsonNode criteria = config.path("TuningJobCompletionCriteria");
        return new TuningPlan(definitions, most(definitions, limits), Math.max(1, limits.path("MaxParallelTrainingJobs").asInt(PARALLEL_BY_DEFAULT)),
                number(criteria.path("TargetObjectiveMetricValue")),
                criteria.path("BestObjectiveNotImproving").path("MaxNumberOfTrainingJobsNotImproving").asLong(Long.MAX_VALUE),
                criteria.path("ConvergenceDetected").path("CompleteOnConvergence").asText().equals("Enabled"),
                number(limits.path("MaxRuntimeInSeconds")).map(seconds -> Duration.ofSeconds(seconds.longValue())), warm);
    }

    private static long most(List<TuningDefinition> definitions, JsonNode limits) throws JobFailure {
        long combinations = 0;
        for (TuningDefinition definition : definitions) {
            combinations += definition.search() instanceof Search.Grid grid ? grid.size() : 0;
        }
        if (combinations == 0) {
            if (!limits.has("MaxNumberOfTrainingJobs") && !limits.has("MaxRuntimeInSeconds")) {
                throw JobFailure.client("ResourceLimits needs MaxNumberOfTrainingJobs or MaxRuntimeInSeconds");
            }
            return limits.path("MaxNumberOfTrainingJobs").asLong(Long.MAX_VALUE);
        }
        if (limits.has("MaxNumberOfTrainingJobs") && limits.path("MaxNumberOfTrainingJobs").asLong() != combinations) {
            throw JobFailure.client("the strategy Grid tries every combination, " + combinations + " here, and MaxNumberOfTrainingJobs says " + limits.path("MaxNumberOfTrainingJobs").asLong()
                    + "; leave it out");
        }
        return combinations;
    }

    private static Optional<Double> number(JsonNode value) {
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asDouble());
    }
}
