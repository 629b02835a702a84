package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moderato.registry.Experiments;

/**
 * The jobs of some trials beside one another.
 *
 * @param rows in the order of the trials, and within each of its jobs
 */
record Comparison(String experiment, List<Row> rows) {

    private static final Pattern TRAINED = Pattern.compile(".*-(\\d{3,})-[0-9a-f]{8}-aws-training-job");

    Comparison {
        rows = List.copyOf(rows);
    }

    /**
     * A job.
     *
     * @param body DescribeTrialComponent's answer
     * @param series every value of each metric
     */
    record Row(String trial, JsonNode body, Map<String, List<Double>> series) {

        String name() {
            return body.path("DisplayName").asText();
        }

        /** The name, with the number of a tuning job's training job behind it. */
        String shown() {
            Matcher trained = TRAINED.matcher(body.path("TrialComponentName").asText());
            return trained.matches() ? name() + "/" + trained.group(1) : name();
        }

        String status() {
            return body.path("Status").path("PrimaryStatus").asText();
        }

        String duration() {
            return body.has("StartTime") && body.has("EndTime")
                    ? Table.duration(Duration.ofMillis(Math.round((body.path("EndTime").asDouble() - body.path("StartTime").asDouble()) * 1000)))
                    : "";
        }

        /** The parameters, by name. */
        Map<String, String> parameters() {
            Map<String, String> parameters = new TreeMap<>();
            body.path("Parameters").properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().has("NumberValue") ? number(entry.getValue().path("NumberValue").asDouble())
                    : entry.getValue().path("StringValue").asText()));
            return parameters;
        }

        /** The last value of each metric, by name. */
        Map<String, Double> metrics() {
            Map<String, Double> metrics = new TreeMap<>();
            body.path("Metrics").forEach(metric -> metrics.put(metric.path("MetricName").asText(), metric.path("Last").asDouble()));
            return metrics;
        }
    }

    static Comparison of(Experiments experiments, String experiment, List<Experiments.Trial> trials) {
        List<Row> rows = new ArrayList<>();
        for (Experiments.Trial trial : trials) {
            for (ObjectNode component : trial.components()) {
                rows.add(new Row(trial.name(), component, experiments.series(component.path("TrialComponentName").asText())));
            }
        }
        return new Comparison(experiment, rows);
    }

    /** The names of the parameters whose values are not the same in all jobs of the same name; a job alone shows all of its own. */
    List<String> differing() {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        Map<String, Integer> jobs = new LinkedHashMap<>();
        rows.forEach(row -> jobs.merge(row.name(), 1, Integer::sum));
        Set<String> differing = new LinkedHashSet<>();
        for (Row row : rows) {
            row.parameters().forEach((name, value) -> {
                Set<String> seen = values.computeIfAbsent(row.name() + "\n" + name, any -> new HashSet<>());
                seen.add(value);
                if (seen.size() > 1 || jobs.getOrDefault(row.name(), 0) == 1) {
                    differing.add(name);
                }
            });
        }
        return differing.stream().sorted().toList();
    }

    /** The names of all metrics. */
    List<String> metrics() {
        return rows.stream().flatMap(row -> row.metrics().keySet().stream()).distinct().sorted().toList();
    }

    Table table() {
        List<String> parameters = differing();
        List<String> metrics = metrics();
        List<String> heads = new ArrayList<>(List.of("TRIAL", "JOB", "STATUS", "DURATION"));
        heads.addAll(parameters);
        heads.addAll(metrics);
        Table table = new Table(heads.toArray(String[]::new));
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.trial(), row.shown(), row.status(), row.duration()));
            parameters.forEach(name -> cells.add(row.parameters().getOrDefault(name, "")));
            metrics.forEach(name -> cells.add(row.metrics().containsKey(name) ? number(row.metrics().get(name)) : ""));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ExperimentName", experiment);
        ArrayNode components = json.putArray("TrialComponents");
        for (Row row : rows) {
            ObjectNode component = row.body().deepCopy();
            component.put("TrialName", row.trial());
            ObjectNode series = component.putObject("MetricSeries");
            row.series().forEach((name, values) -> values.forEach(series.putArray(name)::add));
            components.add(component);
        }
        return json;
    }

    /** A number as people write it: whole numbers without a fraction, others with six significant digits at most. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.valueOf((long) value);
        }
        return new java.math.BigDecimal(value).round(new java.math.MathContext(6)).stripTrailingZeros().toString();
    }
}
