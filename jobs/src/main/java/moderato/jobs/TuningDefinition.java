package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of a tuning job's training definitions, with what is tuned in it.
 *
 * @param definition a TrainingJobDefinition of the request
 * @param ranges what is tuned
 * @param metric the objective's name
 * @param maximize whether more of it is better
 * @param search what chooses the next trial
 * @param earlyStopping what stops a trial before its end
 */
record TuningDefinition(JsonNode definition, List<ParameterRange> ranges, String metric, boolean maximize, Search search, EarlyStopping earlyStopping) {

    private static final int FIRST_AT_LEAST = 3;
    private static final int FIRST_AT_MOST = 10;
    private static final List<String> COPIED = List.of("RoleArn", "InputDataConfig", "OutputDataConfig", "VpcConfig", "StoppingCondition", "EnableNetworkIsolation",
            "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "RetryStrategy", "Environment");

    TuningDefinition {
        ranges = List.copyOf(ranges);
    }

    /** Reads a definition; ranges and objective may stand in the tuning job's own configuration. */
    static TuningDefinition of(JsonNode config, JsonNode definition, long seed, WarmStart warm) throws JobFailure {
        JsonNode ownRanges = definition.path("HyperParameterRanges");
        JsonNode allRanges = ownRanges.isObject() ? ownRanges : config.path("ParameterRanges");
        if (!allRanges.path("AutoParameters").isEmpty() || config.path("Autotune").path("Mode").asText().equals("Enabled")) {
            throw JobFailure.client("the service's Autotune is not done here; give each tuned hyperparameter a range");
        }
        List<ParameterRange> ranges = ParameterRange.of(allRanges);
        JsonNode objective = definition.has("TuningObjective") ? definition.path("TuningObjective") : config.path("HyperParameterTuningJobObjective");
        if (objective.path("MetricName").asText("").isEmpty()) {
            throw JobFailure.client("a tuning job needs a HyperParameterTuningJobObjective, or each training definition a TuningObjective");
        }
        return new TuningDefinition(definition, ranges, objective.path("MetricName").asText(), objective.path("Type").asText("Maximize").equals("Maximize"),
                warm.after(search(config, ranges, seed), ranges), EarlyStopping.of(config, definition.path("StaticHyperParameters")));
    }

    private static Search search(JsonNode config, List<ParameterRange> ranges, long seed) throws JobFailure {
        int most = config.path("ResourceLimits").path("MaxNumberOfTrainingJobs").asInt(Integer.MAX_VALUE);
        return switch (config.path("Strategy").asText("Bayesian")) {
            case "Bayesian" -> new BayesianSearch(ranges, Math.clamp(most / 3, FIRST_AT_LEAST, FIRST_AT_MOST), seed);
            case "Random", "Hyperband" -> new Search.Even(ranges, seed);
            case "Grid" -> {
                if (!ranges.stream().allMatch(ParameterRange.Choice.class::isInstance)) {
                    throw JobFailure.client("the strategy Grid takes CategoricalParameterRanges only; write the values of a number down as a list of texts");
                }
                yield new Search.Grid(ranges.stream().map(ParameterRange.Choice.class::cast).toList());
            }
            default -> throw JobFailure.client("the strategy " + config.path("Strategy").asText() + " is not done here; there are Bayesian, Random, Grid and Hyperband");
        };
    }

    /** The hyperparameters that a trial tunes. */
    ObjectNode tuned(List<Double> places) {
        ObjectNode tuned = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < ranges.size(); i++) {
            tuned.put(ranges.get(i).name(), ranges.get(i).at(places.get(i)));
        }
        return tuned;
    }

    /** The CreateTrainingJob request of a trial. */
    ObjectNode request(Trial trial) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("TrainingJobName", trial.job());
        JsonNode algorithm = definition.path("AlgorithmSpecification");
        if (algorithm.isObject()) {
            ((ObjectNode) request.set("AlgorithmSpecification", algorithm.deepCopy())).withObject("AlgorithmSpecification").set("MetricDefinitions", metrics());
        }
        for (String member : COPIED) {
            Optional.ofNullable(definition.get(member)).ifPresent(value -> request.set(member, value.deepCopy()));
        }
        request.set("ResourceConfig", resources());
        JsonNode checkpoints = definition.path("CheckpointConfig");
        if (checkpoints.isObject()) {
            // trials would else go on from each other's checkpoints
            ((ObjectNode) request.set("CheckpointConfig", checkpoints.deepCopy())).withObject("CheckpointConfig").put("S3Uri",
                    checkpoints.path("S3Uri").asText().replaceAll("/+$", "") + "/" + trial.job());
        }
        ObjectNode hyperparameters = request.putObject("HyperParameters");
        definition.path("StaticHyperParameters").properties().forEach(entry -> hyperparameters.set(entry.getKey(), entry.getValue()));
        hyperparameters.setAll(tuned(trial.places()));
        hyperparameters.put("_tuning_objective_metric", metric);
        return request;
    }

    private JsonNode resources() {
        JsonNode own = definition.path("HyperParameterTuningResourceConfig");
        if (!own.isObject()) {
            return definition.path("ResourceConfig").isObject() ? definition.path("ResourceConfig").deepCopy() : JsonNodeFactory.instance.objectNode();
        }
        JsonNode first = own.path("InstanceConfigs").path(0);
        return first.isObject() ? ((ObjectNode) first.deepCopy()).put("VolumeSizeInGB", own.path("VolumeSizeInGB").asInt(1)) : own.deepCopy();
    }

    /**
     * The definitions of the metrics of a trial's log. The service knows those of its own algorithms; where the request defines none of that
     * name, {@code validation:rmse} is looked for as they write it: {@code validation-rmse:0.5}, {@code validation:rmse=0.5}.
     */
    ArrayNode metrics() {
        ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
        boolean defined = false;
        for (JsonNode given : definition.path("AlgorithmSpecification").path("MetricDefinitions")) {
            metrics.add(given.deepCopy());
            defined |= given.path("Name").asText().equals(metric);
        }
        if (!defined) {
            String name = String.join("[-:_]", java.util.Arrays.stream(metric.split("[-:_]")).map(Pattern::quote).toList());
            metrics.addObject().put("Name", metric).put("Regex", name + "\\s*[:=]\\s*([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)");
        }
        return metrics;
    }
}
