package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a tuning job knows from earlier ones, its parents; what these knew from theirs does not count.
 *
 * @param alike whether data and algorithm are those of the parents, so that their values can be compared with the job's own
 * @param parents the parents' descriptions
 * @param trials their training jobs that ran to their end and gave a value, best first; what a stopped one showed last says little of others
 */
record WarmStart(boolean alike, List<ObjectNode> parents, List<Trial> trials) {

    /** Without parents. */
    static final WarmStart NONE = new WarmStart(false, List.of(), List.of());

    private static final int PARENTS_AT_MOST = 5;
    /* How many of the parents' best values a job on other data begins with. */
    private static final int TAKEN_OVER = 5;

    WarmStart {
        parents = List.copyOf(parents);
        trials = List.copyOf(trials);
    }

    /**
     * Reads a request's WarmStartConfig.
     *
     * @throws JobFailure when a parent is not there, has not ended, or cannot be one
     */
    static WarmStart of(JsonNode request, JobServices services) throws IOException, JobFailure {
        JsonNode config = request.path("WarmStartConfig");
        if (config.isMissingNode()) {
            return NONE;
        }
        List<String> names = config.path("ParentHyperParameterTuningJobs").findValuesAsText("HyperParameterTuningJobName");
        if (names.isEmpty() || names.size() > PARENTS_AT_MOST) {
            throw JobFailure.client("WarmStartConfig names " + names.size() + " parents; 1 to " + PARENTS_AT_MOST + " can be named");
        }
        boolean alike = config.path("WarmStartType").asText().equals("IdenticalDataAndAlgorithm");
        List<ObjectNode> parents = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (String name : names) {
            ObjectNode parent = services.descriptions().find("tuning", name).orElseThrow(() -> JobFailure.client("WarmStartConfig: there is no tuning job '" + name + "'"));
            if (parent.path("HyperParameterTuningJobStatus").asText().equals("InProgress")) {
                throw JobFailure.client("WarmStartConfig: the tuning job '" + name + "' has not ended");
            }
            check(request, parent, name, alike);
            parents.add(parent);
            trials.addAll(TuningRun.kept(services, name));
        }
        return new WarmStart(alike, parents, trials.stream().filter(trial -> trial.status().equals("Completed") && trial.score().isPresent()).sorted(Comparator.comparing((Trial trial) -> trial.score().orElseThrow()).reversed()).toList());
    }

    private static void check(JsonNode request, ObjectNode parent, String name, boolean alike) throws JobFailure {
        if (!objective(request).equals(objective(parent))) {
            throw JobFailure.client("WarmStartConfig: the tuning job '" + name + "' has another objective, " + objective(parent));
        }
        if (alike && !data(request).equals(data(parent))) {
            throw JobFailure.client("WarmStartConfig: the tuning job '" + name + "' has another training image or other input data; use the WarmStartType TransferLearning");
        }
    }

    private static JsonNode objective(JsonNode request) {
        JsonNode whole = request.path("HyperParameterTuningJobConfig").path("HyperParameterTuningJobObjective");
        return whole.isMissingNode() ? request.path("TrainingJobDefinitions").path(0).path("TuningObjective") : whole;
    }

    private static List<String> data(JsonNode request) {
        return List.of(request.findValuesAsText("TrainingImage").toString(), request.findValues("InputDataConfig").toString());
    }

    /** A search that goes on from what the parents tried; a grid is tried whole in any case. */
    Search after(Search search, List<ParameterRange> ranges) {
        if (parents.isEmpty() || search instanceof Search.Grid) {
            return search;
        }
        List<Trial> known = trials.stream().flatMap(trial -> places(trial, ranges).map(trial::at).stream()).toList();
        return alike ? new Known(search, known, List.of()) : new Known(search, List.of(), known.stream().map(Trial::places).distinct().limit(TAKEN_OVER).toList());
    }

    /* Values that do not lie on the ranges, and hyperparameters that the parent did not tune, have no place. */
    private static Optional<List<Double>> places(Trial trial, List<ParameterRange> ranges) {
        List<Double> places = new ArrayList<>();
        for (ParameterRange range : ranges) {
            Optional<Double> place = range.place(trial.summary().path("TunedHyperParameters").path(range.name()).asText());
            if (place.isEmpty()) {
                return Optional.empty();
            }
            places.add(place.get());
        }
        return Optional.of(places);
    }

    /** A search with knowledge from before: places to begin with, and trials that count as its own. */
    private record Known(Search search, List<Trial> known, List<List<Double>> first) implements Search {
        @Override
        public Optional<List<Double>> next(int number, List<Trial> earlier) {
            if (number < first.size()) {
                return Optional.of(first.get(number));
            }
            List<Trial> all = new ArrayList<>(known);
            all.addAll(earlier);
            return search.next(number, all);
        }
    }

    /** The best training job of all, for a tuning job on the same data; empty for others. */
    Optional<JsonNode> bestOf(List<Trial> own) {
        if (!alike) {
            return Optional.empty();
        }
        List<Trial> all = new ArrayList<>(own);
        all.addAll(trials);
        return all.stream().max(Comparator.comparing(trial -> trial.score().orElseThrow())).map(Trial::summary);
    }
}
