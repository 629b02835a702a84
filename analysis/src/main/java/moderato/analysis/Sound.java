package moderato.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A WAVE file of 16 kHz mono sound in 16-bit samples, read in pieces, so that a long one needs no memory.
 *
 * <p>A data chunk that claims more than the file holds, as a streaming writer leaves it, ends with the file.
 */
final class Sound implements AutoCloseable {

    /** Samples a second. */
    static final int RATE = 16_000;

    private static final int HEADER = 12;

    private final FileChannel channel;
    private final long dataAt;
    private final long samples;

    private Sound(FileChannel channel, long dataAt, long samples) {
        this.channel = channel;
        this.dataAt = dataAt;
        this.samples = samples;
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it is no such WAVE file; says what it is instead
     */
    static Sound open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return read(channel, file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Sound read(FileChannel channel, Path file) throws IOException {
        ByteBuffer head = at(channel, 0, HEADER);
        if (head.remaining() < HEADER || head.getInt(0) != 0x46464952 || head.getInt(8) != 0x45564157) {
            throw new IOException(file.getFileName() + " is no WAVE file");
        }
        long place = HEADER;
        boolean known = false;
        while (true) {
            ByteBuffer chunk = at(channel, place, 8);
            if (chunk.remaining() < 8) {
                throw new IOException(file.getFileName() + " has no sound data");
            }
            int name = chunk.getInt(0);
            long size = Integer.toUnsignedLong(chunk.getInt(4));
            if (name == 0x20746d66) {
                ByteBuffer format = at(channel, place + 8, 16);
                if (format.remaining() < 16 || format.getShort(2) != 1 || format.getInt(4) != RATE || format.getShort(14) != 16) {
                    throw new IOException(file.getFileName() + " is not 16 kHz mono 16-bit sound");
                }
                known = true;
            } else if (name == 0x61746164) {
                if (!known) {
                    throw new IOException(file.getFileName() + " has sound data before its format");
                }
                long bytes = Math.min(size, channel.size() - place - 8);
                return new Sound(channel, place + 8, bytes / 2);
            }
            place += 8 + size + (size & 1);
        }
    }

    private static ByteBuffer at(FileChannel channel, long place, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, place + buffer.position());
            if (read < 0) {
                break;
            }
        }
        return buffer.flip();
    }

    /** How many samples the file holds. */
    long samples() {
        return samples;
    }

    /** The length in seconds. */
    double seconds() {
        return (double) samples / RATE;
    }

    /** Some samples from -1 to 1; past the end, as many as there are. Safe for calls from several threads. */
    float[] read(long from, int count) throws IOException {
        int there = (int) Math.max(0, Math.min(count, samples - from));
        ByteBuffer bytes = at(channel, dataAt + from * 2, there * 2);
        float[] values = new float[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getShort(i * 2) / 32768f;
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
