package moderato.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Experiments, their trials, and a trial component for every job, in the shapes of the SageMaker API. */
public final class Experiments {

    private final Database database;

    Experiments(Database database) {
        this.database = database;
    }

    /**
     * A trial and its components.
     *
     * @param trial DescribeTrial's answer
     * @param components DescribeTrialComponent's answers, oldest first
     */
    public record Trial(ObjectNode trial, List<ObjectNode> components) {

        public Trial {
            components = List.copyOf(components);
        }

        /** The trial's name. */
        public String name() {
            return trial.path("TrialName").asText();
        }
    }

    /** All experiments as ListExperiments shows them, newest first, each with the number of its trials as {@code Trials}. */
    public List<ObjectNode> list() {
        return database.transaction(handle -> handle.list(row -> summary(Json.parse(row.getString(1))).put("Trials", row.getInt(2)),
                "SELECT body, (SELECT count(*) FROM trial WHERE trial.experiment = experiment.name) FROM experiment ORDER BY created DESC, name"));
    }

    /* What an experiment is from has another name in lists. */
    private static ObjectNode summary(ObjectNode experiment) {
        if (experiment.has("Source")) {
            experiment.set("ExperimentSource", experiment.remove("Source"));
        }
        return experiment;
    }

    /** An experiment as DescribeExperiment shows it. */
    public Optional<ObjectNode> find(String name) {
        return database.transaction(handle -> handle.first(Handle::text, "SELECT body FROM experiment WHERE name = ?", name).map(Json::parse));
    }

    /** The trials of an experiment, oldest first. */
    public List<Trial> trials(String experiment) {
        return database.transaction(handle -> {
            List<Trial> trials = new ArrayList<>();
            for (ObjectNode trial : bodies(handle, "SELECT body FROM trial WHERE experiment = ? ORDER BY created, name", experiment)) {
                trials.add(new Trial(trial, bodies(handle, "SELECT component.body FROM trial_component JOIN component ON component.name = component WHERE trial = ? ORDER BY component.created, component.name",
                        trial.path("TrialName").asText())));
            }
            return trials;
        });
    }

    private static List<ObjectNode> bodies(Handle handle, String sql, String value) {
        return handle.list(row -> Json.parse(row.getString(1)), sql, value);
    }

    /** A trial component as DescribeTrialComponent shows it. */
    public Optional<ObjectNode> component(String name) {
        return database.transaction(handle -> bodies(handle, "SELECT body FROM component WHERE name = ?", name).stream().findFirst());
    }

    /** Every value of each metric of a component, in the order of the job's log. */
    public Map<String, List<Double>> series(String component) {
        return database.transaction(handle -> {
            Map<String, List<Double>> series = new LinkedHashMap<>();
            handle.list(row -> series.computeIfAbsent(row.getString(1), any -> new ArrayList<>()).add(row.getDouble(2)),
                    "SELECT metric, value FROM metric_point WHERE component = ? ORDER BY metric, position", component);
            return series;
        });
    }
}
