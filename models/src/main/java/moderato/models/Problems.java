package moderato.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a manifest file: all of it, so that it can be mended at once. */
final class Problems {

    private final List<String> messages = new ArrayList<>();

    /** The reading of a part. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws ManifestException;
    }

    /** Reads a part; where it is wrong, goes on without it. */
    <T> Optional<T> read(Reading<T> part) {
        try {
            return Optional.of(part.read());
        } catch (ManifestException e) {
            add(e);
            return Optional.empty();
        }
    }

    /** Notes what is wrong with a part that can be gone on with. */
    void add(ManifestException problem) {
        messages.add(problem.getMessage());
    }

    /**
     * Ends the reading of what the parts belong to.
     *
     * @throws ManifestException with a line for each part that was wrong
     */
    void check() throws ManifestException {
        if (!messages.isEmpty()) {
            throw new ManifestException(messages);
        }
    }
}
