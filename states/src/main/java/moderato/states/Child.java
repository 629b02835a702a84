package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;

/** A child of a Parallel or a Map: under way, or at its end. */
sealed interface Child permits Branch, Child.Finished, Child.Remote, Child.Told, Child.Lost {

    /** It succeeded here, as a branch. */
    record Finished(JsonNode output) implements Child {
    }

    /**
     * It is a run of its own, of which only the end is told.
     *
     * @param items how many items it was given
     */
    record Remote(int items) implements Child {
    }

    /** It was a run of its own, and succeeded. */
    record Told(PackedJson output) implements Child {
    }

    /** It was a run of its own, and did not succeed. */
    record Lost(Failure failure) implements Child {
    }
}
