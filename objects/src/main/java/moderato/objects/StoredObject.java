package moderato.objects;

import java.nio.file.Path;
import java.time.Instant;

/**
 * An object that is there.
 *
 * @param file the file that holds it; it is read, never written
 * @param size in bytes
 */
public record StoredObject(ObjectAddress address, Path file, long size, Instant modified) {
}
