package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import moderato.kernel.PersistentVector;

/**
 * The run of a distributed Map, at rest.
 *
 * @param input the Map's effective input
 * @param arn the run's ARN
 * @param limits how many children may be under way, and how many items may fail
 * @param items what it iterates over, as far as it is read
 * @param taken how many items children were given
 * @param children one for each batch
 * @param finished how many children are at their end
 * @param failed how many items were given to children that did not succeed
 * @param exchanges what it reads and writes outside
 * @param redriving what a redrive of it has still to begin
 */
record MapRun(JsonNode input, String arn, Limits limits, DistributedItems items, int taken, PersistentVector<Child> children, int finished, int failed,
        Exchanges exchanges, Redriving redriving) {

    /**
     * The redrives of a distributed Map.
     *
     * @param count how often it was redriven
     * @param next the child from which on there may be some to begin again
     * @param left how many there are to begin again
     */
    record Redriving(int count, int next, int left) {
        static final Redriving NONE = new Redriving(0, 0, 0);

        /** What is left behind the next child. */
        Redriving past(int begun) {
            return new Redriving(count, next + 1, left - begun);
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

    /** A run that has begun nothing. */
    static MapRun of(JsonNode input, String arn, Limits limits, DistributedItems items, Exchanges exchanges) {
        return new MapRun(input, arn, limits, items, 0, PersistentVector.empty(), 0, 0, exchanges, Redriving.NONE);
    }

    MapRun withItems(DistributedItems read) {
        return new MapRun(input, arn, limits, read, taken, children, finished, failed, exchanges, redriving);
    }

    MapRun withExchanges(Exchanges changed) {
        return new MapRun(input, arn, limits, items, taken, children, finished, failed, changed, redriving);
    }

    MapRun withBegun(PersistentVector<Child> all, int given, Redriving left) {
        return new MapRun(input, arn, limits, items, given, all, finished, failed, exchanges, left);
    }

    MapRun withEnded(int index, Child ended, int lost) {
        Exchanges more = ended instanceof Child.Told told ? exchanges.waiting(told.bytes()) : exchanges;
        return new MapRun(input, arn, limits, items, taken, children.with(index, ended), finished + 1, failed + lost, more, redriving);
    }

    /** With the writing of a file begun: the results of its children wait no longer, and are still there if it fails. */
    MapRun writing(ResultFiles after) {
        PersistentVector<Child> all = children;
        long bytes = 0;
        int from = exchanges.written().next();
        for (int i = from; after.isEarly() && i < after.next(); i++) {
            if (all.get(i) instanceof Child.Told told) {
                all = all.with(i, new Child.Writing(told));
                bytes += told.bytes();
            }
        }
        return withBegun(all, taken, redriving).withExchanges(exchanges.write(after).waiting(-bytes));
    }

    /** With the file under way written, and what it holds let go of. */
    MapRun written() {
        ResultFiles after = exchanges.writing().orElseThrow();
        if (!after.isEarly()) {
            return withExchanges(exchanges.idle().wrote(after));
        }
        PersistentVector<Child> all = children;
        int next = exchanges.written().next();
        for (int i = next; i < after.next(); i++) {
            if (all.get(i) instanceof Child.Writing) {
                all = all.with(i, Child.Written.DONE);
            }
        }
        while (next < after.next() && (all.get(next) instanceof Child.Written || all.get(next) instanceof Child.Lost)) {
            next++;
        }
        return withBegun(all, taken, redriving).withExchanges(exchanges.idle().wrote(after.past(next)));
    }

    /** This run with all children that did not succeed to be begun again. */
    MapRun redriven() {
        PersistentVector<Child> all = children;
        int left = 0;
        long waiting = 0;
        for (int i = 0; i < all.size(); i++) {
            Child before = all.get(i);
            Child child = redriven(before);
            all = all.with(i, child);
            left += child instanceof Child.Again ? 1 : 0;
            waiting += child instanceof Child.Told told ? told.bytes() : 0;
        }
        Exchanges again = new Exchanges(exchanges.count(), false, Optional.empty(), exchanges.toRead(), exchanges.written().redriven(), waiting);
        return new MapRun(input, arn, limits, items, taken, all, all.size() - left, 0, again, new Redriving(redriving.count() + 1, 0, left));
    }

    private static Child redriven(Child child) {
        return switch (child) {
            case Child.Lost lost -> new Child.Again(lost.items(), lost.input(), lost.life().redrives() + 1);
            case Child.Remote remote -> new Child.Again(remote.items(), remote.input(), remote.redrives() + 1);
            case Child.Writing writing -> writing.told();
            case Child.Again again -> again;
            case Child.Told told -> told;
            case Child.Written written -> written;
            case Child.Finished ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
            case Branch ignored -> throw new IllegalStateException("a child of a distributed Map is a run of its own");
        };
    }

    /** How many children are under way. */
    int underWay() {
        return children.size() - finished - redriving.left();
    }

    /** Whether more items failed than may; a share is one of all items, of which there may be many more while they are read. */
    boolean isAboveTolerance() {
        return limits.exceeded(failed, exchanges.toRead().isEmpty() ? items.size() : ItemReader.MOST_ITEMS);
    }

    /** The last part of the run's ARN, which names its folder among results. */
    String id() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
