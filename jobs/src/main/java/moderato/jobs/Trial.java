package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One training job of a tuning job.
 *
 * @param number from 0, in the order of their starts
 * @param definition which of the tuning job's training definitions it is made from
 * @param job the training job's name
 * @param places where on the ranges it is
 * @param status {@code InProgress}, {@code Completed}, {@code Stopped} or {@code Failed}
 * @param series the values of the objective that its log showed, in order
 * @param maximize whether higher values are better
 * @param summary what the service shows of it: HyperParameterTrainingJobSummary
 */
record Trial(int number, int definition, String job, List<Double> places, String status, List<Double> series, boolean maximize, ObjectNode summary) {

    Trial {
        places = List.copyOf(places);
        series = List.copyOf(series);
    }

    /** The last value of its objective, turned so that higher is better; absent while it runs, when it failed, and when its log showed none. */
    Optional<Double> score() {
        return ended() && !status.equals("Failed") && !series.isEmpty() ? Optional.of(maximize ? series.getLast() : -series.getLast()) : Optional.empty();
    }

    /** Whether it is over. */
    boolean ended() {
        return !status.equals("InProgress");
    }

    /** The same trial at its end. */
    Trial ended(String how, List<Double> values, ObjectNode summed) {
        return new Trial(number, definition, job, places, how, values, maximize, summed);
    }

    /** The same trial on other ranges. */
    Trial at(List<Double> others) {
        return new Trial(number, definition, job, others, status, series, maximize, summary);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("number", number).put("definition", definition).put("job", job).put("status", status).put("maximize", maximize);
        places.forEach(json.putArray("places")::add);
        series.forEach(json.putArray("series")::add);
        json.set("summary", summary);
        return json;
    }

    static Trial of(JsonNode json) {
        return new Trial(json.path("number").asInt(), json.path("definition").asInt(), json.path("job").asText(), numbers(json.path("places")), json.path("status").asText(),
                numbers(json.path("series")), json.path("maximize").asBoolean(), (ObjectNode) json.path("summary"));
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }
}
