package moderato.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks over SQLite's write-ahead log before SQLite does.
 *
 * <p>SQLite reads the log up to the first frame whose checksum is wrong, and silently takes that for the end, as a crash may leave it. But
 * every commit waits until its frames are on the disk. So a wrong frame with a later commit behind its own cannot come from a crash: it is
 * damage, and what SQLite would drop had been promised. The layout is described in "The WAL File Format" of SQLite's documentation.
 */
final class WriteAheadLog {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;

    private WriteAheadLog() {
    }

    /** Refuses a journal whose log has lost commits that were promised. */
    static void check(Path file) {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        try {
            JournalFile.checkHeader(file);
            if (Files.exists(log) && Files.size(log) > HEADER) {
                check(file, log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file, Path log) throws IOException {
        try (FileChannel in = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = read(in, 0, HEADER);
            int magic = header.getInt(0);
            int page = header.getInt(8);
            boolean headerRight = (magic & ~1) == MAGIC && page >= 512 && page <= 65536;
            int[] sums = new int[2];
            ByteOrder order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            add(sums, header, 0, 24, order);
            if (!headerRight || sums[0] != header.getInt(24) || sums[1] != header.getInt(28)) {
                throw Refusals.damaged(file, "the head of its write-ahead log " + log.getFileName()
                        + " is damaged; the commits since the last checkpoint would be lost");
            }
            frames(file, in, header, page, sums, order);
        }
    }

    private static void frames(Path file, FileChannel in, ByteBuffer header, int page, int[] sums, ByteOrder order) throws IOException {
        int size = FRAME_HEADER + page;
        long commits = 0;
        boolean wrong = false;
        boolean ownCommitPassed = false;
        for (long at = HEADER; at + size <= in.size(); at += size) {
            ByteBuffer frame = read(in, at, size);
            boolean ours = frame.getInt(8) == header.getInt(16) && frame.getInt(12) == header.getInt(20);
            boolean commit = frame.getInt(4) != 0;
            if (!wrong) {
                add(sums, frame, 0, 8, order);
                add(sums, frame, FRAME_HEADER, size, order);
                wrong = !ours || sums[0] != frame.getInt(16) || sums[1] != frame.getInt(20);
                if (!wrong) {
                    commits += commit ? 1 : 0;
                    continue;
                }
            }
            if (ours && ownCommitPassed) {
                throw Refusals.damaged(file, "its write-ahead log has a wrong frame after " + commits
                        + " intact commits, and further commits behind it, which SQLite would drop");
            }
            ownCommitPassed |= ours && commit;
        }
    }

    private static void add(int[] sums, ByteBuffer bytes, int from, int to, ByteOrder order) {
        bytes.order(order);
        for (int at = from; at < to; at += 8) {
            sums[0] += bytes.getInt(at) + sums[1];
            sums[1] += bytes.getInt(at + 4) + sums[0];
        }
        bytes.order(ByteOrder.BIG_ENDIAN);
    }

    private static ByteBuffer read(FileChannel in, long at, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining() && in.read(bytes, at + bytes.position()) >= 0) {
            // until it is full, or the file ends
        }
        return bytes.flip();
    }
}
