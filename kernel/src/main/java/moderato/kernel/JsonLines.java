package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;

/** One JSON tree a line, both ways, over a socket. */
final class JsonLines implements AutoCloseable {

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    JsonLines(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
        this.out = Channels.newOutputStream(channel);
    }

    static JsonLines to(UnixDomainSocketAddress address) throws IOException {
        return new JsonLines(SocketChannel.open(address));
    }

    void write(JsonNode tree) throws IOException {
        byte[] text = EventCodec.bytes(tree);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        synchronized (out) {
            out.write(line);
        }
    }

    /** The next tree; nothing when the other side has closed. */
    Optional<JsonNode> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            line.write(next);
        }
        return Optional.of(EventCodec.tree(line.toByteArray()));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
