package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * When the machine of a managed spot job vanishes.
 *
 * <p>The run's settings order it under {@code spot}, by the job's name or {@code *}: {@code {afterCheckpoints: [1, 3]}} takes the machine
 * away once that many checkpoints were mirrored, {@code {afterSeconds: [2.5]}} after that time of training, {@code {seed: 7, interruptions: 2,
 * withinSeconds: 10}} at times drawn from the seed. Each entry happens once, the next one on the next machine.
 */
final class SpotMarket {

    private final List<Integer> checkpoints = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();
    private int machine;

    SpotMarket(JsonNode settings, String job) {
        JsonNode orders = settings.path("spot");
        JsonNode order = orders.properties().stream().filter(entry -> job.contains(entry.getKey())).map(Map.Entry::getValue).findFirst().orElse(orders.path("*"));
        order.path("afterCheckpoints").forEach(count -> checkpoints.add(count.asInt()));
        order.path("afterSeconds").forEach(seconds -> times.add(Duration.ofMillis(Math.round(seconds.asDouble() * 1000))));
        Random random = new Random(order.path("seed").asLong(0));
        for (int i = 0; i < order.path("interruptions").asInt(0); i++) {
            times.add(Duration.ofMillis(Math.round(random.nextDouble() * order.path("withinSeconds").asDouble(10) * 1000)));
        }
    }

    /** Whether the present machine vanishes now. */
    boolean vanishes(int mirroredCheckpoints, Instant started, Instant now) {
        if (machine < checkpoints.size()) {
            return mirroredCheckpoints >= checkpoints.get(machine);
        }
        int time = machine - checkpoints.size();
        return time < times.size() && Duration.between(started, now).compareTo(times.get(time)) >= 0;
    }

    /** The machine is gone; the next one is another. */
    void nextMachine() {
        machine++;
    }
}
