package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The token that answers a task from outside: made of the event's randomness, so that it cannot be guessed from the place alone. */
public final class TaskToken {

    private static final int RANDOM_BYTES = Long.BYTES * 2;

    private TaskToken() {
    }

    static String of(Turn turn, String path) {
        byte[] name = (turn.run.id() + "#" + path).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(RANDOM_BYTES + name.length);
        bytes.putLong(turn.nextLong()).putLong(turn.nextLong()).put(name);
        // A text that begins with a dash cannot be given to a command.
        if ((bytes.get(0) & 0xFC) == 0xF8) {
            bytes.put(0, (byte) (bytes.get(0) & 0x7F));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * The token in what a task was given, for people who are to answer it.
     *
     * @param payload any JSON; the token is a text somewhere in it, or is not there
     */
    public static Optional<String> in(JsonNode payload) {
        if (payload.isTextual()) {
            return Optional.of(payload.textValue()).filter(TaskToken::isOne);
        }
        for (JsonNode part : payload) {
            Optional<String> found = in(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isOne(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            String name = bytes.length <= RANDOM_BYTES ? "" : new String(bytes, RANDOM_BYTES, bytes.length - RANDOM_BYTES, StandardCharsets.UTF_8);
            return name.contains(":execution:") && name.contains("#");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
