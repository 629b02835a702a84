package moderato.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A store in which folders of the user's stand for some prefixes, so that a definition which names the user's bucket runs on a folder.
 *
 * <p>Keys below a mapping are plain relative paths. A mapping hides what the store below has at its addresses; the longest prefix wins.
 */
public final class MappedStore implements ObjectStore {

    private final ObjectStore below;
    private final List<Mapping> mappings;

    public MappedStore(ObjectStore below, List<Mapping> mappings) {
        this.below = below;
        this.mappings = mappings.stream().sorted((one, other) -> other.prefix().key().length() - one.prefix().key().length()).toList();
    }

    @Override
    public Optional<StoredObject> find(ObjectAddress address) throws IOException {
        Optional<Mapping> mapping = mapping(address);
        if (mapping.isEmpty()) {
            return below.find(address);
        }
        Path file = file(mapping.get(), address);
        return Files.isRegularFile(file) ? Optional.of(describe(address, file)) : Optional.empty();
    }

    @Override
    public List<StoredObject> list(ObjectAddress prefix) throws IOException {
        TreeMap<ObjectAddress, StoredObject> found = new TreeMap<>();
        for (StoredObject object : below.list(prefix)) {
            if (mapping(object.address()).isEmpty()) {
                found.put(object.address(), object);
            }
        }
        for (Mapping mapping : mappings) {
            boolean mayHold = mapping.covers(prefix) || (mapping.prefix().bucket().equals(prefix.bucket()) && mapping.prefix().key().startsWith(prefix.key()));
            if (!mayHold) {
                continue;
            }
            try (Stream<Path> files = Files.walk(mapping.folder())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String relative = mapping.folder().relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
                    ObjectAddress address = new ObjectAddress(prefix.bucket(), mapping.prefix().key() + relative);
                    if (address.key().startsWith(prefix.key()) && mapping(address).filter(mapping::equals).isPresent()) {
                        found.put(address, describe(address, file));
                    }
                }
            } catch (UncheckedIOException e) {
                throw new IOException("cannot list " + prefix + ": " + e.getMessage(), e);
            }
        }
        return new ArrayList<>(found.values());
    }

    @Override
    public void put(ObjectAddress address, InputStream content) throws IOException {
        Optional<Mapping> mapping = mapping(address);
        if (mapping.isEmpty()) {
            below.put(address, content);
            return;
        }
        Path file = writable(mapping.get(), address);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path unfinished = Files.createTempFile(file.getParent(), ".unfinished", "");
        try {
            Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public void put(ObjectAddress address, Path file) throws IOException {
        if (mapping(address).isEmpty()) {
            below.put(address, file);
            return;
        }
        try (InputStream content = Files.newInputStream(file)) {
            put(address, content);
        }
    }

    @Override
    public void take(ObjectAddress address, Path file) throws IOException {
        if (mapping(address).isEmpty()) {
            below.take(address, file);
            return;
        }
        put(address, file);
        Files.delete(file);
    }

    @Override
    public void link(ObjectAddress address, Path file) throws IOException {
        if (mapping(address).isEmpty()) {
            below.link(address, file);
        } else {
            put(address, file);
        }
    }

    @Override
    public boolean remove(ObjectAddress address) throws IOException {
        Optional<Mapping> mapping = mapping(address);
        return mapping.isEmpty() ? below.remove(address) : Files.deleteIfExists(writable(mapping.get(), address));
    }

    @Override
    public List<String> buckets() throws IOException {
        TreeSet<String> names = new TreeSet<>(below.buckets());
        mappings.forEach(mapping -> names.add(mapping.prefix().bucket()));
        return List.copyOf(names);
    }

    private Optional<Mapping> mapping(ObjectAddress address) {
        return mappings.stream().filter(mapping -> mapping.covers(address)).findFirst();
    }

    private static Path file(Mapping mapping, ObjectAddress address) throws IOException {
        Path file = mapping.folder().resolve(address.key().substring(mapping.prefix().key().length())).normalize();
        if (!file.startsWith(mapping.folder())) {
            throw new IOException(address + " leads out of the folder mapped to " + mapping.prefix());
        }
        return file;
    }

    private static Path writable(Mapping mapping, ObjectAddress address) throws IOException {
        if (!mapping.writable()) {
            throw new IOException("cannot write " + address + ": " + mapping.folder() + " is mapped read-only; map it with :rw behind the folder");
        }
        return file(mapping, address);
    }

    private static StoredObject describe(ObjectAddress address, Path file) throws IOException {
        return new StoredObject(address, file, Files.size(file), Files.getLastModifiedTime(file).toInstant());
    }
}
