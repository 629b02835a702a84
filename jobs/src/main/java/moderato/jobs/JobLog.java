package moderato.jobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one host of a job: a file of bounded size, and a listener that sees every line.
 *
 * <p>When the file is full, the rest still reaches the listener, so that metrics are found in it, and the file ends with a line that says so.
 */
final class JobLog {

    /** How much of a log is kept, in bytes. */
    static final long BYTES_KEPT = 64L << 20;

    private static final int LINE_BYTES_AT_MOST = 64 * 1024;

    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_CHARACTERS = 200;

    private JobLog() {
    }

    /** The last line of a log that says something, in at most 200 characters; empty when there is none. */
    static String lastLine(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        byte[] tail;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.max(0, Files.size(file) - TAIL_BYTES));
            tail = in.readAllBytes();
        }
        List<String> lines = new String(tail, StandardCharsets.UTF_8).lines().map(line -> line.replaceAll("\\p{Cntrl}", "").strip()).filter(line -> !line.isEmpty()).toList();
        return lines.isEmpty() ? "" : lines.getLast().substring(0, Math.min(TAIL_CHARACTERS, lines.getLast().length()));
    }

    /** A stream into a file, which is made for the first byte, and to a listener of lines. */
    static PrintStream open(Path file, Consumer<String> lines) {
        return new PrintStream(new Tee(new Kept(file), lines), true, StandardCharsets.UTF_8);
    }

    /** The file: a job that says nothing leaves none. */
    private static final class Kept extends OutputStream {

        private final Path file;
        private @Nullable OutputStream opened;

        Kept(Path file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (opened == null) {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            opened.write(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            if (opened != null) {
                opened.close();
            }
        }
    }

    private static final class Tee extends FilterOutputStream {

        private final Consumer<String> lines;
        private final byte[] line = new byte[LINE_BYTES_AT_MOST];
        private int length;
        private long written;
        private boolean full;

        Tee(OutputStream file, Consumer<String> lines) {
            super(file);
            this.lines = lines;
        }

        @Override
        public synchronized void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
            keep(bytes, offset, count);
            for (int i = offset; i < offset + count; i++) {
                if (bytes[i] == '\n' || length == line.length) {
                    endLine();
                }
                if (bytes[i] != '\n') {
                    line[length++] = bytes[i];
                }
            }
        }

        private void keep(byte[] bytes, int offset, int count) throws IOException {
            if (full) {
                return;
            }
            int room = (int) Math.min(count, BYTES_KEPT - written);
            out.write(bytes, offset, room);
            written += room;
            if (room < count) {
                full = true;
                out.write(("\n[the log is longer than " + (BYTES_KEPT >> 20) + " MiB; the rest is not kept]\n").getBytes(StandardCharsets.UTF_8));
            }
        }

        private void endLine() {
            lines.accept(new String(line, 0, length, StandardCharsets.UTF_8));
            length = 0;
        }

        @Override
        public synchronized void close() throws IOException {
            if (length > 0) {
                endLine();
            }
            super.close();
        }
    }
}
