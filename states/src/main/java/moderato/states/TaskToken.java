package moderato.states;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The token that answers a task from outside: made of the event's randomness, so that it cannot be guessed from the place alone. */
final class TaskToken {

    private TaskToken() {
    }

    static String of(Turn turn, String path) {
        byte[] name = (turn.run.id() + "#" + path).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * 2 + name.length);
        bytes.putLong(turn.nextLong()).putLong(turn.nextLong()).put(name);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
