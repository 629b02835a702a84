package moderato.moderation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file whole or not at all: aside, forced to the disk, then renamed over what was there. */
public final class WholeFile {

    private WholeFile() {
    }

    /** Writes a text, as UTF-8; folders that are missing are made. */
    public static void write(Path file, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Writes what another file holds; folders that are missing are made. */
    public static void copy(Path source, Path file) throws IOException {
        try (FileChannel from = FileChannel.open(source)) {
            write(file, channel -> {
                long copied = 0;
                while (copied < from.size()) {
                    copied += from.transferTo(copied, from.size() - copied, channel);
                }
            });
        }
    }

    private interface Content {

        void writeTo(FileChannel channel) throws IOException;
    }

    private static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Files.createDirectories(folder);
        // A short name of its own: the target's may already be as long as the file system allows.
        Path aside = folder.resolve(".moderato-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(channel);
                channel.force(true);
            }
            move(aside, target);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // What the system says of a full disk names no file.
            throw new IOException(target + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
