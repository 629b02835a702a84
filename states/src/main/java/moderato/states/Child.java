package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A child of a Parallel or a Map: under way, or at its end. */
sealed interface Child permits Branch, Child.Finished, Child.OfMapRun {

    /** It succeeded here, as a branch. */
    record Finished(JsonNode output) implements Child {
    }

    /** A child of a distributed Map: a run of its own, of which only the end is told. */
    sealed interface OfMapRun extends Child {
    }

    /**
     * It is under way.
     *
     * @param items how many items it was given
     * @param began when it was begun, in milliseconds of the epoch
     * @param input what it was given: its items may be let go of, and a redrive begins it with the same
     * @param redrives how often it was begun again
     */
    record Remote(int items, long began, PackedJson input, int redrives) implements OfMapRun {
    }

    /**
     * It did not succeed, and is to be begun again.
     *
     * @param redrives how often it will then have been begun again
     */
    record Again(int items, PackedJson input, int redrives) implements OfMapRun {
    }

    /** It did not succeed. */
    record Lost(Failure failure, int items, PackedJson input, Life life) implements OfMapRun {
    }

    /**
     * It succeeded.
     *
     * @param input what it was given; absent where nobody will ask
     */
    record Told(PackedJson output, Optional<PackedJson> input, Life life) implements OfMapRun {
        /** About how many bytes a file of results has of it. */
        long bytes() {
            return output.bytes() + input.map(PackedJson::bytes).orElse(0);
        }
    }

    /** It succeeded, and the file with its result is being written. */
    record Writing(Told told) implements OfMapRun {
    }

    /** It succeeded, and its result is written. */
    record Written() implements OfMapRun {
        static final Written DONE = new Written();
    }

    /**
     * What is told of a run of its own besides its end.
     *
     * @param began when it was begun, in milliseconds of the epoch
     * @param ended when its end was learned
     * @param redrives how often it was begun again
     */
    record Life(long began, long ended, int redrives) {
    }
}
