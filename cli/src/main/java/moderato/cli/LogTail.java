package moderato.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The end of a log file that grows; shows its new lines whenever it is asked to. */
final class LogTail {

    /* More than this at a time, and only the end of it is shown. */
    private static final int BYTES_AT_ONCE = 64 << 10;
    private static final int BYTES_OF_THE_END = 4 << 10;
    private static final int LINE_AT_MOST = 1000;

    private final Path file;
    private final String name;
    private final Consumer<String> lines;
    private long position;

    /**
     * @param name stands before every line
     * @param lines is told every line to print
     */
    LogTail(Path file, String name, Consumer<String> lines) {
        this.file = file;
        this.name = name;
        this.lines = lines;
    }

    /** Shows every line that ended since the last time. */
    void show() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            if (size < position) {
                position = 0;
            }
            long passed = 0;
            if (size - position > BYTES_AT_ONCE) {
                passed = size - BYTES_OF_THE_END - position;
                position += passed;
                lines.accept(name + " | [" + (passed >> 10) + " KiB are not shown here; all that is kept is in " + file + "]");
            }
            channel.position(position);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BYTES_AT_ONCE, size - position));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until there is no more
            }
            print(bytes, passed > 0);
        }
    }

    private void print(ByteBuffer bytes, boolean withinLine) {
        int begin = 0;
        boolean first = withinLine;
        for (int i = 0; i < bytes.position(); i++) {
            boolean ends = bytes.get(i) == '\n';
            if (ends || i - begin >= LINE_AT_MOST) {
                if (!first) {
                    lines.accept(name + " | " + text(bytes.array(), begin, i));
                }
                first = first && !ends;
                begin = ends ? i + 1 : i;
            }
        }
        position += begin;
    }

    /* What would move the cursor or change colours is left out. */
    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("[\\p{Cntrl}&&[^\t]]", "");
    }
}
