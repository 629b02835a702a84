package moderato.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import moderato.kernel.EventCodec;
import moderato.kernel.RunIdentity;
import moderato.kernel.RunStatus;
import moderato.kernel.StoredRun;
import org.jspecify.annotations.Nullable;

/** Runs as the bytes of their rows, and the checksums of all rows. */
final class RunRow {

    private RunRow() {
    }

    static byte[] body(StoredRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        RunIdentity who = run.run();
        json.put("id", who.id()).put("name", who.name()).put("definitionName", who.definitionName()).put("definitionId", who.definitionId());
        json.put("role", who.role()).put("language", run.language()).put("semantics", run.semantics());
        json.put("definition", run.definition()).put("settings", run.settings());
        run.parent().ifPresent(parent -> json.put("parent", parent.run()).put("place", parent.path()));
        json.put("status", run.status().name()).put("started", run.started().toEpochMilli());
        run.ended().ifPresent(ended -> json.put("ended", ended.toEpochMilli()));
        json.put("redrives", run.redrives());
        run.redriven().ifPresent(redriven -> json.put("redriven", redriven.toEpochMilli()));
        run.problem().ifPresent(problem -> json.put("problem", problem));
        run.outcome().ifPresent(outcome -> json.set("outcome", EventCodec.tree(EventCodec.encode(outcome))));
        return EventCodec.bytes(json);
    }

    static StoredRun run(long key, byte[] body) {
        JsonNode json = EventCodec.tree(body);
        RunIdentity who = new RunIdentity(text(json, "id"), text(json, "name"), text(json, "definitionName"), text(json, "definitionId"),
                text(json, "role"));
        Optional<StoredRun.Parent> parent = json.has("parent")
                ? Optional.of(new StoredRun.Parent(text(json, "parent"), text(json, "place")))
                : Optional.empty();
        return new StoredRun(key, who, text(json, "language"), json.get("semantics").intValue(), text(json, "definition"),
                text(json, "settings"), parent, RunStatus.valueOf(text(json, "status")),
                Instant.ofEpochMilli(json.get("started").longValue()), instant(json.get("ended")), json.get("redrives").intValue(),
                instant(json.get("redriven")), Optional.ofNullable(json.get("problem")).map(JsonNode::textValue),
                Optional.ofNullable(json.get("outcome")).map(EventCodec::outcome));
    }

    private static String text(JsonNode json, String field) {
        return json.get(field).textValue();
    }

    private static Optional<Instant> instant(@Nullable JsonNode millis) {
        return Optional.ofNullable(millis).map(value -> Instant.ofEpochMilli(value.longValue()));
    }

    /** The checksum of a row: of its numbers and its body. */
    static int crc(long a, long b, long c, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(3 * Long.BYTES).putLong(a).putLong(b).putLong(c).flip());
        crc.update(body);
        return (int) crc.getValue();
    }
}
