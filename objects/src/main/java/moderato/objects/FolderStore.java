package moderato.objects;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object store in a folder: a folder a bucket, a file an object. */
public final class FolderStore implements ObjectStore {

    private static final String UNFINISHED = ".unfinished";
    private static final int ATTEMPTS = 20;

    private final Path folder;

    /** A store in a folder, which is made with the first object. */
    public FolderStore(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Optional<StoredObject> find(ObjectAddress address) throws IOException {
        if (address.key().isEmpty()) {
            return Optional.empty();
        }
        Path plain = KeyFiles.toPath(bucket(address), address.key());
        for (Path file : List.of(plain, besideFolder(plain))) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(describe(address, file));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<StoredObject> list(ObjectAddress prefix) throws IOException {
        Path bucket = bucket(prefix);
        String whole = prefix.key().substring(0, prefix.key().lastIndexOf('/') + 1);
        Path start = whole.isEmpty() ? bucket : KeyFiles.toPath(bucket, whole.substring(0, whole.length() - 1));
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<StoredObject> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(start)) {
            for (Path file : (Iterable<Path>) files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))::iterator) {
                String key = KeyFiles.toKey(bucket, file);
                if (key.startsWith(prefix.key())) {
                    describeIfThere(new ObjectAddress(prefix.bucket(), key), file).ifPresent(found::add);
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("cannot list " + prefix + ": " + e.getMessage(), e);
        }
        found.sort((one, other) -> one.address().compareTo(other.address()));
        return found;
    }

    @Override
    public void put(ObjectAddress address, InputStream content) throws IOException {
        put(address, unfinished -> Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void put(ObjectAddress address, Path file) throws IOException {
        put(address, unfinished -> Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void take(ObjectAddress address, Path file) throws IOException {
        put(address, unfinished -> Files.move(file, unfinished, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void link(ObjectAddress address, Path file) throws IOException {
        place(address, unfinished -> {
            Files.delete(unfinished);
            try {
                Files.createLink(unfinished, file.toRealPath());
            } catch (UnsupportedOperationException | FileSystemException otherFileSystem) {
                Files.copy(file, unfinished);
            }
        });
    }

    @Override
    public boolean remove(ObjectAddress address) throws IOException {
        Optional<StoredObject> object = find(address);
        if (object.isEmpty()) {
            return false;
        }
        boolean removed = Files.deleteIfExists(object.get().file());
        removeEmpty(object.get().file().getParent());
        return removed;
    }

    private void removeEmpty(@Nullable Path lowest) throws IOException {
        Path parent = lowest;
        while (parent != null && !parent.equals(folder)) {
            try {
                Files.delete(parent);
            } catch (DirectoryNotEmptyException | NoSuchFileException stillUsed) {
                return;
            }
            parent = parent.getParent();
        }
    }

    @Override
    public void removeBelow(ObjectAddress address) throws IOException {
        String key = address.key().endsWith("/") ? address.key().substring(0, address.key().length() - 1) : address.key();
        Path below = key.isEmpty() ? bucket(address) : KeyFiles.toPath(bucket(address), key);
        if (Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.resolve(UNFINISHED));
            Path aside = Files.createTempDirectory(folder.resolve(UNFINISHED), "removed");
            try {
                Files.move(below, aside, StandardCopyOption.ATOMIC_MOVE);
                removeEmpty(below.getParent());
            } finally {
                MoreFiles.deleteRecursively(aside);
            }
        }
        remove(address);
    }

    @Override
    public List<String> buckets() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).map(path -> path.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted().toList();
        }
    }

    /** Removes what a killed process left half-written. Call it only while no other process writes. */
    public void removeUnfinished() throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        if (Files.isDirectory(unfinished)) {
            try (Stream<Path> files = Files.list(unfinished)) {
                for (Path path : files.toList()) {
                    MoreFiles.deleteRecursively(path);
                }
            }
        }
    }

    private interface Writer {
        void write(Path file) throws IOException;
    }

    private void put(ObjectAddress address, Writer writer) throws IOException {
        place(address, unfinished -> {
            writer.write(unfinished);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        });
    }

    private void place(ObjectAddress address, Writer writer) throws IOException {
        if (address.key().isEmpty()) {
            throw new IllegalArgumentException("an object needs a key: " + address);
        }
        Files.createDirectories(folder.resolve(UNFINISHED));
        Path unfinished = Files.createTempFile(folder.resolve(UNFINISHED), "object", "");
        try {
            writer.write(unfinished);
            moveInto(unfinished, KeyFiles.toPath(bucket(address), address.key()));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /*
     * A folder may stand where the file is to be, a file where a folder is to be, and another process may remove an empty folder in between;
     * each is mended and tried again.
     */
    private static void moveInto(Path unfinished, Path plain) throws IOException {
        IOException last = new IOException("cannot keep " + plain);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                makeFolders(Objects.requireNonNull(plain.getParent()));
                Path target = Files.isDirectory(plain, LinkOption.NOFOLLOW_LINKS) ? besideFolder(plain) : plain;
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (AtomicMoveNotSupportedException e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static void makeFolders(Path path) throws IOException {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException | NotDirectoryException fileInTheWay) {
            Path file = path;
            while (file != null && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                file = file.getParent();
            }
            if (file == null) {
                throw fileInTheWay;
            }
            Files.move(file, besideFolder(file), StandardCopyOption.ATOMIC_MOVE);
            Files.createDirectories(path);
        }
    }

    private Path bucket(ObjectAddress address) {
        return folder.resolve(address.bucket());
    }

    private static Path besideFolder(Path plain) {
        return plain.resolveSibling(plain.getFileName() + KeyFiles.BESIDE_FOLDER);
    }

    private static Optional<StoredObject> describeIfThere(ObjectAddress address, Path file) throws IOException {
        try {
            return Optional.of(describe(address, file));
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
    }

    private static StoredObject describe(ObjectAddress address, Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new StoredObject(address, file, attributes.size(), attributes.lastModifiedTime().toInstant());
    }
}
