package moderato.jobs;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A channel of a training job, or an input of a processing job, in Pipe mode: a named pipe {@code <name>_<epoch>} for each epoch, from 0,
 * through which its objects come one after the other. The pipe of the next epoch is there before the one before it ends.
 */
final class PipeChannel implements AutoCloseable {

    private static final int RECORD_MAGIC = 0xced7230a;
    private static final int RECORD_LENGTH_BITS = 29;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** One thing that is sent. */
    sealed interface Piece {

        /** The bytes of an object. */
        record Stored(Path file) implements Piece {
        }

        /** A value of a manifest. */
        record Text(String text) implements Piece {
        }
    }

    /** Pieces that stay together when the order is drawn: an object, or a line of a manifest. */
    record Group(List<Piece> pieces) {
        Group {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * What comes through the pipe, and how.
     *
     * @param gzip whether the objects are compressed; the pipe's bytes are not
     * @param records whether each piece becomes a record of RecordIO
     * @param seed of the order of the groups, which is another in each epoch; empty: the order given
     */
    record Content(List<Group> groups, boolean gzip, boolean records, OptionalLong seed) {
        Content {
            groups = List.copyOf(groups);
        }
    }

    /** A group for each object. */
    static List<Group> groups(List<JobInputs.Item> items) {
        return items.stream().map(item -> new Group(List.of(new Piece.Stored(item.object().file())))).toList();
    }

    private final Path folder;
    private final String name;
    private final Content content;
    private final Consumer<String> log;
    private final Thread thread;
    private volatile boolean closed;
    private volatile int epoch;

    private PipeChannel(Path folder, String name, Content content, Consumer<String> log) {
        this.folder = folder;
        this.name = name;
        this.content = content;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("channel " + name).unstarted(this::feed);
    }

    /** Opens the channel's first pipe in a folder. */
    static PipeChannel open(Path folder, String name, Content content, Consumer<String> log) throws IOException {
        Files.createDirectories(folder);
        PipeChannel channel = new PipeChannel(folder, name, content, log);
        channel.make(0);
        channel.thread.start();
        return channel;
    }

    private Path pipe(int number) {
        return folder.resolve(name + "_" + number);
    }

    private void make(int number) throws IOException {
        Process mkfifo = new ProcessBuilder("mkfifo", pipe(number).toString()).redirectErrorStream(true).start();
        try {
            if (mkfifo.waitFor() != 0) {
                throw new IOException("cannot make the pipe of channel '" + name + "': " + new String(mkfifo.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a pipe was made", e);
        }
    }

    private void feed() {
        try {
            while (!closed) {
                feedOne();
                epoch++;
            }
        } catch (IOException e) {
            if (!closed) {
                log.accept("[channel '" + name + "' ended in epoch " + epoch + ": " + e.getMessage() + "]");
            }
        }
    }

    private void feedOne() throws IOException {
        // Waits until the job opens the pipe.
        try (OutputStream out = new FileOutputStream(pipe(epoch).toFile())) {
            if (closed) {
                return;
            }
            make(epoch + 1);
            try {
                write(out);
            } catch (IOException e) {
                // The job has read as much of this epoch as it wanted.
                if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
                    throw e;
                }
            }
        }
    }

    private void write(OutputStream out) throws IOException {
        List<Group> groups = new ArrayList<>(content.groups());
        content.seed().ifPresent(seed -> Collections.shuffle(groups, new Random(seed + epoch)));
        for (Group group : groups) {
            for (Piece piece : group.pieces()) {
                try (InputStream in = open(piece)) {
                    if (content.records()) {
                        writeRecord(in.readAllBytes(), out);
                    } else {
                        in.transferTo(out);
                    }
                }
            }
        }
    }

    private InputStream open(Piece piece) throws IOException {
        return switch (piece) {
            case Piece.Stored(Path file) -> content.gzip() ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file);
            case Piece.Text(String text) -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    private static void writeRecord(byte[] bytes, OutputStream out) throws IOException {
        if (bytes.length >= 1 << RECORD_LENGTH_BITS) {
            throw new IOException("an object of " + bytes.length + " bytes is larger than a record of RecordIO may be");
        }
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(RECORD_MAGIC).putInt(bytes.length).array());
        out.write(bytes);
        out.write(new byte[-bytes.length & 3]);
    }

    /** Ends the channel; what the job has not read is dropped. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.join(LOOK_EVERY)) {
                    break;
                }
                letWriterGo();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /* A reader that comes and goes lets a writer go that waits for one. */
    private void letWriterGo() {
        Path waiting = pipe(epoch);
        if (!Files.exists(waiting)) {
            return;
        }
        try (RandomAccessFile reader = new RandomAccessFile(waiting.toFile(), "rw")) {
            reader.getFD();
        } catch (IOException gone) {
            return;
        }
    }
}
