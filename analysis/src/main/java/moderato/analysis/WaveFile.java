package moderato.analysis;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A wave file being written: 16 kHz mono, 16 bits; its header is filled in at the end. */
final class WaveFile {

    private static final int RATE = 16_000;
    private static final int HEADER_BYTES = 44;
    private static final long MOST_BYTES = 0xffff_ffffL - HEADER_BYTES;

    private final Path file;
    private final OutputStream out;
    private long bytes;

    WaveFile(Path file) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        out.write(new byte[HEADER_BYTES]);
    }

    /** Adds samples; what is beyond the format's 4 GiB, some 37 hours, is left out. */
    void write(byte[] samples) throws IOException {
        if (bytes + samples.length <= MOST_BYTES) {
            out.write(samples);
            bytes += samples.length;
        }
    }

    /** Writes what is left, and the header. */
    void finish() throws IOException {
        out.close();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (bytes + HEADER_BYTES - 8));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) bytes).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(header, 0);
        }
    }

    /** Lets go of the file, which is of no use any more. */
    void abandon() {
        try {
            out.close();
        } catch (IOException e) {
            // It could not be written, and is about to be removed.
        }
    }
}
