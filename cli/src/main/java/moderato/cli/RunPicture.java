package moderato.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as it is shown, whatever its language.
 *
 * @param outcome a sentence on how it ended; empty while it goes on
 * @param looks how each node of the graph is shown, by its id; a node that was never reached has none
 * @param bars what the timeline shows, in the order in which it began
 * @param critical the ids of the nodes on the critical path, the first first: had one of them been slower, the run had been; empty where
 *     nothing ran beside anything
 */
record RunPicture(String name, String definition, String status, Instant started, Duration duration, String input, String outcome, RunGraph graph, Map<String, Look> looks,
        List<Bar> bars, List<String> critical) {

    RunPicture {
        looks = Map.copyOf(looks);
        bars = List.copyOf(bars);
        critical = List.copyOf(critical);
    }

    /** How a node came out. */
    enum Mark {
        RUNNING, DONE, CAUGHT, FAILED, STOPPED
    }

    /**
     * What is known of a node.
     *
     * @param times how often it was reached
     * @param notes what else there is to say: retries, a cache miss and its reason, a log file
     */
    record Look(Mark mark, Duration duration, int times, String input, String output, List<String> notes) {
        Look {
            notes = List.copyOf(notes);
        }

        /** Both as one, for a node that stands for several: the mark that tells most, and all their time. */
        Look and(Look other) {
            Mark telling = Stream.of(Mark.FAILED, Mark.STOPPED, Mark.RUNNING, Mark.CAUGHT, Mark.DONE).filter(one -> mark == one || other.mark == one).findFirst().orElse(mark);
            return new Look(telling, duration.plus(other.duration), times + other.times, input + other.input, output + "\n" + other.output,
                    Stream.concat(notes.stream(), other.notes.stream()).toList());
        }
    }

    /** One stretch of the timeline. */
    record Bar(String name, Mark mark, Instant from, Instant to) {
    }

    /** Whether an edge joins two nodes of the critical path, one after the other. */
    boolean isCritical(RunGraph.Edge edge) {
        int place = critical.indexOf(edge.from());
        return place >= 0 && place + 1 < critical.size() && critical.get(place + 1).equals(edge.to());
    }

    Optional<Look> look(RunGraph.Node node) {
        return Optional.ofNullable(looks.get(node.id()));
    }
}
