package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A child of a Parallel or a Map: under way, or at its end. */
sealed interface Child permits Branch, Child.Finished, Child.Remote, Child.Again, Child.Told, Child.Lost {

    /** It succeeded here, as a branch. */
    record Finished(JsonNode output) implements Child {
    }

    /**
     * It is a run of its own, of which only the end is told.
     *
     * @param items how many items it was given
     * @param began when it was begun, in milliseconds of the epoch
     * @param input what it was given; absent where that is its item as it is, or where nobody will ask
     * @param redrives how often it was begun again
     */
    record Remote(int items, long began, Optional<PackedJson> input, int redrives) implements Child {
    }

    /**
     * It was a run of its own that did not succeed, and is to be begun again.
     *
     * @param redrives how often it will then have been begun again
     */
    record Again(int redrives) implements Child {
    }

    /** It was a run of its own, and succeeded. */
    record Told(PackedJson output, Life life) implements Child {
    }

    /** It was a run of its own, and did not succeed. */
    record Lost(Failure failure, Life life) implements Child {
    }

    /**
     * What is told of a run of its own besides its end.
     *
     * @param began when it was begun, in milliseconds of the epoch
     * @param ended when its end was learned
     * @param input what it was given, as in {@link Remote}
     * @param redrives how often it was begun again
     */
    record Life(long began, long ended, Optional<PackedJson> input, int redrives) {
    }
}
