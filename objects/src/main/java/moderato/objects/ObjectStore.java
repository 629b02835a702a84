package moderato.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where objects are kept; what S3 is to a pipeline.
 *
 * <p>An object appears whole or not at all, and takes the place of an older one in one step. Safe for several threads and processes.
 */
public interface ObjectStore {

    /** The object at an address, if there is one. */
    Optional<StoredObject> find(ObjectAddress address) throws IOException;

    /**
     * The objects whose key begins with that of the prefix, in the order of their keys, as S3 lists them: {@code train} also finds
     * {@code train-old/x}.
     */
    List<StoredObject> list(ObjectAddress prefix) throws IOException;

    /** Keeps what the stream gives under the address. */
    void put(ObjectAddress address, InputStream content) throws IOException;

    /** Keeps a copy of a file under the address. */
    void put(ObjectAddress address, Path file) throws IOException;

    /** Keeps a file under the address and takes it away from where it is: moved where the file system allows, else copied. */
    void take(ObjectAddress address, Path file) throws IOException;

    /**
     * Keeps a file under the address without a copy where the file system allows: it is linked. Whoever changes the file afterwards, and
     * does not replace it, changes the object.
     */
    void link(ObjectAddress address, Path file) throws IOException;

    /**
     * Removes an object.
     *
     * @return whether there was one
     */
    boolean remove(ObjectAddress address) throws IOException;

    /**
     * Removes the object at an address, and all whose keys go on behind it with a slash. In a folder they go in one step: whoever lists them
     * finds all of them or none.
     */
    default void removeBelow(ObjectAddress address) throws IOException {
        String below = address.key().endsWith("/") ? address.key() : address.key() + "/";
        for (StoredObject object : list(address)) {
            if (object.address().equals(address) || object.address().key().startsWith(below)) {
                remove(object.address());
            }
        }
    }

    /** The names of all buckets that hold anything, in order. */
    List<String> buckets() throws IOException;
}
