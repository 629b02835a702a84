package moderato.media;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The decoding process's way to its parent: messages in the order of each thread that sends, and signs of life between them. */
final class Output {

    private static final long TICK_NANOS = 200_000_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final DataOutputStream out;
    private long lastTick = System.nanoTime();

    Output(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
    }

    synchronized void send(Message message) throws IOException {
        Message.write(out, message);
        out.flush();
    }

    /** Tells that the work goes on, a few times a second at most. */
    void tick(double seconds) throws IOException {
        long now = System.nanoTime();
        if (now - lastTick > TICK_NANOS) {
            lastTick = now;
            send(new Message.Tick(seconds));
        }
    }
}
