package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a training job says of itself in its log, found by the request's metric definitions. */
final class Metrics {

    private final Map<String, Pattern> definitions = new LinkedHashMap<>();
    private final Map<String, List<Double>> found = new LinkedHashMap<>();

    Metrics(JsonNode metricDefinitions) throws JobFailure {
        for (JsonNode definition : metricDefinitions) {
            String name = definition.path("Name").asText();
            try {
                definitions.put(name, Pattern.compile(definition.path("Regex").asText()));
            } catch (PatternSyntaxException e) {
                throw JobFailure.client("the Regex of metric '" + name + "' is not one: " + e.getDescription());
            }
        }
    }

    /** Looks at a line of the log. */
    synchronized void line(String line) {
        definitions.forEach((name, pattern) -> {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                try {
                    found.computeIfAbsent(name, any -> new ArrayList<>()).add(Double.parseDouble(text));
                } catch (NumberFormatException notNumber) {
                    continue;
                }
            }
        });
    }

    /** Every value of a metric so far, in the order of the log. */
    synchronized List<Double> series(String name) {
        return List.copyOf(found.getOrDefault(name, List.of()));
    }

    /** Every value of every metric so far, by its name. */
    synchronized ObjectNode all() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        found.forEach((name, values) -> values.forEach(all.putArray(name)::add));
        return all;
    }

    /** The last value of each metric, as FinalMetricDataList shows it. */
    synchronized ArrayNode last(double timestamp) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        found.forEach((name, values) -> list.addObject().put("MetricName", name).put("Value", values.getLast()).put("Timestamp", timestamp));
        return list;
    }
}
