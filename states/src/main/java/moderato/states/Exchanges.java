package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a distributed Map reads and writes outside, one thing at a time, beside its children.
 *
 * @param count how many readings and writings have begun
 * @param reading whether the next part of the items is being read
 * @param writing how far the results are written once the file under way is; empty while none is
 * @param toRead what it still has to read, the next one first: the payloads of the tasks
 * @param written how far its results are written
 * @param waiting about how many bytes of results wait to be written
 */
record Exchanges(int count, boolean reading, Optional<ResultFiles> writing, List<JsonNode> toRead, ResultFiles written, long waiting) {

    /** So many bytes of results are written before the last child has ended. */
    private static final long ENOUGH = 4 << 20;

    Exchanges {
        toRead = List.copyOf(toRead);
    }

    static Exchanges toRead(List<JsonNode> payloads) {
        return new Exchanges(0, false, Optional.empty(), payloads, ResultFiles.NONE, 0);
    }

    boolean isBusy() {
        return reading || writing.isPresent();
    }

    /** Whether there are enough results for a file of their own. */
    boolean isEnough() {
        return waiting >= ENOUGH;
    }

    /** With the next reading begun. */
    Exchanges read() {
        return new Exchanges(count + 1, true, Optional.empty(), toRead, written, waiting);
    }

    /** With the writing of a file begun. */
    Exchanges write(ResultFiles after) {
        return new Exchanges(count + 1, false, Optional.of(after), toRead, written, waiting);
    }

    /** With nothing under way, whether it was done or not. */
    Exchanges idle() {
        return new Exchanges(count, false, Optional.empty(), toRead, written, waiting);
    }

    Exchanges left(List<JsonNode> payloads) {
        return new Exchanges(count, reading, writing, payloads, written, waiting);
    }

    Exchanges wrote(ResultFiles files) {
        return new Exchanges(count, reading, writing, toRead, files, waiting);
    }

    Exchanges waiting(long more) {
        return new Exchanges(count, reading, writing, toRead, written, waiting + more);
    }
}
