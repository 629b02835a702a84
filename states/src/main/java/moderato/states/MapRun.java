package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/**
 * The run of a distributed Map, at rest.
 *
 * @param input the Map's effective input
 * @param arn the run's ARN
 * @param items what it iterates over, as far as it is read
 * @param taken how many items children were given
 * @param limits how many children may be under way, and how many items may fail
 * @param children one for each batch
 * @param finished how many children are at their end
 * @param failed how many items were given to children that did not succeed
 * @param toRead what it still has to read outside, the next one first: the payloads of the tasks
 * @param written how far its results are written; empty while they are not
 * @param redriving what a redrive of it has still to begin
 */
record MapRun(JsonNode input, String arn, DistributedItems items, int taken, Limits limits, PersistentVector<Child> children, int finished,
        int failed, List<JsonNode> toRead, Optional<ResultFiles> written, Redriving redriving) {

    /**
     * The redrives of a distributed Map.
     *
     * @param count how often it was redriven
     * @param next the child from which on there may be some to begin again
     * @param from the first item of that child
     * @param left how many there are to begin again
     */
    record Redriving(int count, int next, int from, int left) {
        static final Redriving NONE = new Redriving(0, 0, 0, 0);

        /** What is left behind the next child. */
        Redriving past(int items, int begun) {
            return new Redriving(count, next + 1, from + items, left - begun);
        }
    }

    /**
     * The limits of a distributed Map.
     *
     * @param concurrency how many children may be under way at a time
     * @param toleratedCount how many items may fail; negative: as many as the percentage allows
     * @param toleratedPercentage what share of the items may fail, from 0 to 100; negative: as many as the count allows
     */
    record Limits(int concurrency, long toleratedCount, double toleratedPercentage) {

        /** Whether more items failed than may. */
        boolean exceeded(int failed, int items) {
            if (failed == 0) {
                return false;
            }
            boolean byCount = toleratedCount >= 0 && failed > toleratedCount;
            boolean byShare = toleratedPercentage >= 0 && failed * 100.0 > toleratedPercentage * items;
            return byCount || byShare || toleratedCount < 0 && toleratedPercentage < 0;
        }
    }

    MapRun {
        toRead = List.copyOf(toRead);
    }

    MapRun withItems(DistributedItems read, List<JsonNode> more) {
        return new MapRun(input, arn, read, taken, limits, children, finished, failed, more, written, redriving);
    }

    MapRun withWritten(ResultFiles files) {
        return new MapRun(input, arn, items, taken, limits, children, finished, failed, toRead, Optional.of(files), redriving);
    }

    MapRun withBegun(PersistentVector<Child> all, int given, Redriving left) {
        return new MapRun(input, arn, items, given, limits, all, finished, failed, toRead, written, left);
    }

    /** This run with all children that did not succeed to be begun again. */
    MapRun redriven() {
        PersistentVector<Child> all = children;
        int left = 0;
        for (int i = 0; i < all.size(); i++) {
            int redrives = switch (all.get(i)) {
                case Child.Lost lost -> lost.life().redrives() + 1;
                case Child.Remote remote -> remote.redrives() + 1;
                case Child.Again again -> again.redrives();
                case Child.Told ignored -> 0;
                case Child.Finished ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
                case Branch ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
            };
            if (redrives > 0) {
                all = all.with(i, new Child.Again(redrives));
                left++;
            }
        }
        return new MapRun(input, arn, items, taken, limits, all, all.size() - left, 0, toRead, Optional.empty(), new Redriving(redriving.count() + 1, 0, 0, left));
    }

    /** How many children are under way. */
    int underWay() {
        return children.size() - finished - redriving.left();
    }

    MapRun withEnded(int index, Child ended, int lost) {
        return new MapRun(input, arn, items, taken, limits, children.with(index, ended), finished + 1, failed + lost, toRead, written, redriving);
    }

    /** The last part of the run's ARN, which names its folder among results. */
    String id() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
