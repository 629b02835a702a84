package moderato.objects;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where an object is: {@code s3://bucket/key}.
 *
 * @param bucket 3 to 255 letters, digits, dots, hyphens and underscores: S3's rule for buckets made before 2018, of which newer ones are a part
 * @param key up to 1,024 bytes of UTF-8; empty when a whole bucket is meant
 */
public record ObjectAddress(String bucket, String key) implements Comparable<ObjectAddress> {

    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");
    private static final int KEY_BYTES_AT_MOST = 1024;

    public ObjectAddress {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("'" + bucket + "' is not a bucket name: 3 to 255 letters, digits, dots, hyphens and underscores");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_AT_MOST) {
            throw new IllegalArgumentException("an object's key has at most 1,024 bytes, this one has more: " + key.substring(0, 60) + "...");
        }
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an object's key holds no NUL character");
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when the text is no {@code s3://bucket/key}
     */
    public static ObjectAddress parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException("'" + text + "' is not an object's address; it has the form s3://bucket/key");
        }
        String rest = text.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? new ObjectAddress(rest, "") : new ObjectAddress(rest.substring(0, slash), rest.substring(slash + 1));
    }

    /** The address below this one: the key, a slash unless there is one or none is needed, and more. */
    public ObjectAddress resolve(String more) {
        String joined = key.isEmpty() || key.endsWith("/") ? key + more : key + "/" + more;
        return new ObjectAddress(bucket, joined);
    }

    /** The last part of the key. */
    public String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectAddress other) {
        int buckets = bucket.compareTo(other.bucket);
        return buckets != 0 ? buckets : key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
