package moderato.objects;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of the user's that stands for a prefix of addresses.
 *
 * @param prefix a bucket, or a prefix that ends at a slash of the keys
 * @param folder the folder, which must be there
 * @param writable whether objects may be put into it and removed from it
 */
public record Mapping(ObjectAddress prefix, Path folder, boolean writable) {

    private static final String WRITABLE = ":rw";

    public Mapping {
        folder = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("cannot map " + prefix + ": " + folder + " is not a folder");
        }
        String key = prefix.key();
        prefix = key.isEmpty() || key.endsWith("/") ? prefix : new ObjectAddress(prefix.bucket(), key + "/");
    }

    /**
     * Reads {@code s3://bucket/prefix=FOLDER} or {@code s3://bucket/prefix=FOLDER:rw}.
     *
     * @throws IllegalArgumentException when the text has another form or the folder is not there
     */
    public static Mapping parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("'" + text + "' maps nothing; write s3://bucket/prefix=FOLDER, with :rw behind it to allow writing");
        }
        String folder = text.substring(equals + 1);
        boolean writable = folder.endsWith(WRITABLE);
        return new Mapping(ObjectAddress.parse(text.substring(0, equals)), Path.of(writable ? folder.substring(0, folder.length() - WRITABLE.length()) : folder),
                writable);
    }

    /** Whether an address lies in this mapping. */
    boolean covers(ObjectAddress address) {
        return address.bucket().equals(prefix.bucket()) && address.key().startsWith(prefix.key());
    }
}
