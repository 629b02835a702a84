package moderato.jobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The bodies of a batch transform's invocations over one object: records put together as far as they fit. */
final class Payloads {

    private final Records records;
    private final TransformLimits limits;
    private Optional<byte[]> ahead = Optional.empty();

    Payloads(Records records, TransformLimits limits) {
        this.records = records;
        this.limits = limits;
    }

    /** The next body; empty at the end of the object. */
    Optional<byte[]> next() throws IOException {
        Optional<byte[]> first = ahead.isPresent() ? ahead : records.next();
        ahead = Optional.empty();
        if (first.isEmpty() || limits.singleRecord()) {
            return first;
        }
        ahead = records.next();
        if (ahead.isEmpty()) {
            return first;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(first.get());
        while (ahead.isPresent() && (long) body.size() + ahead.get().length <= limits.payloadBytes()) {
            body.write(ahead.get());
            ahead = records.next();
        }
        return Optional.of(body.toByteArray());
    }
}
