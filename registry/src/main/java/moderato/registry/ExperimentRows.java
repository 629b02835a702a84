package moderato.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows of experiments, within a transaction. What is already there is not made again.
 *
 * @param now when this happens, in milliseconds since 1970
 */
record ExperimentRows(Handle handle, long now) {

    static final String COMPONENT = "experiment-trial-component";

    /** Makes the experiment and the trial where they are not there, and puts a component into the trial. */
    void put(String experiment, String trial, String component, String run) {
        ObjectNode body = Json.object().put("ExperimentName", experiment).put("ExperimentArn", Arns.of("experiment", experiment)).put("DisplayName", experiment)
                .put("CreationTime", Json.seconds(now));
        body.putObject("Source").put("SourceArn", run.replaceFirst("/execution/.*", ""));
        handle.execute("INSERT OR IGNORE INTO experiment VALUES (?, ?, ?)", experiment, now, body.toString());
        ObjectNode trialBody = Json.object().put("TrialName", trial).put("TrialArn", Arns.of("experiment-trial", trial)).put("DisplayName", trial).put("ExperimentName", experiment)
                .put("CreationTime", Json.seconds(now));
        trialBody.putObject("Source").put("SourceArn", run);
        handle.execute("INSERT OR IGNORE INTO trial VALUES (?, ?, ?, ?)", trial, experiment, now, trialBody.toString());
        handle.execute("INSERT OR IGNORE INTO trial_component VALUES (?, ?)", trial, component);
    }

    /** Keeps a component in the place of what was known of it, with the values of its metrics. */
    void component(String name, ObjectNode body, Map<String, List<Double>> series) {
        handle.execute("INSERT INTO component VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body", name, now, body.toString());
        handle.execute("DELETE FROM metric_point WHERE component = ?", name);
        if (series.values().stream().allMatch(List::isEmpty)) {
            return;
        }
        List<List<Object>> points = new ArrayList<>();
        series.forEach((metric, values) -> {
            for (int i = 0; i < values.size(); i++) {
                points.add(List.of(name, metric, i, values.get(i)));
            }
        });
        handle.executeAll("INSERT INTO metric_point VALUES (?, ?, ?, ?)", points);
    }
}
