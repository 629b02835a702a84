package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The right to be a home's only engine: a lock that ends with the process, and a note that tells others who has it and where it listens.
 */
final class HomeLock implements AutoCloseable {

    /** The longest address that every system takes for a Unix socket. */
    private static final int LONGEST_ADDRESS = 100;

    /**
     * Who owns a home.
     *
     * @param pid the owner's process
     * @param socket where it listens
     */
    record Owner(long pid, Path socket) {
    }

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    private static Path folder(Path home) {
        return home.resolve("owner");
    }

    /** Takes the lock; nothing when another engine has it. */
    static Optional<HomeLock> take(Path home) {
        try {
            Path folder = folder(home);
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(home);
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new HomeLock(folder, channel, lock));
                }
            } catch (OverlappingFileLockException e) {
                // Another engine of this very process has it.
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new EngineException(EngineException.Kind.JOURNAL_FAILED, "the home " + home + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Who says that it owns a home; nothing when nobody does, or it has not got as far. */
    static Optional<Owner> owner(Path home) {
        try {
            JsonNode note = EventCodec.tree(Files.readAllBytes(folder(home).resolve("note.json")));
            return Optional.of(new Owner(note.path("pid").longValue(), Path.of(note.path("socket").asText())));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Where the owner is to listen: in the home, or in the folder for temporary files when the home's path is too long for a socket. */
    UnixDomainSocketAddress address() throws IOException {
        Path socket = folder.resolve("socket").toAbsolutePath();
        if (socket.toString().length() > LONGEST_ADDRESS) {
            socket = Files.createTempDirectory("moderato").resolve("socket");
        }
        Files.deleteIfExists(socket);
        return UnixDomainSocketAddress.of(socket);
    }

    /** Tells others where this process listens. */
    void announce(Path socket) throws IOException {
        JsonNode note = JsonNodeFactory.instance.objectNode().put("pid", ProcessHandle.current().pid()).put("socket", socket.toString());
        Path fresh = folder.resolve("note.json.new");
        Files.write(fresh, EventCodec.bytes(note));
        Files.move(fresh, folder.resolve("note.json"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve("note.json"));
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
