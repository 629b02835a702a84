package moderato.states;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Instants in the text that the language takes: ISO-8601 extended offset date-time, such as {@code 2016-03-14T01:59:00Z}. */
final class Timestamps {

    private Timestamps() {
    }

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
