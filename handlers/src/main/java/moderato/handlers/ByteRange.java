package moderato.handlers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moderato.kernel.TaskFailedException;

/**
 * The bytes of an object that a request asks for by {@code Range} (RFC 9110, section 14.2).
 *
 * @param from the first
 * @param length how many
 */
record ByteRange(long from, long length) {

    private static final Pattern BYTES = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");

    /**
     * Reads a range; empty when there is none, or none that S3 would understand, which it takes for none.
     *
     * @param size how many bytes the object has
     * @throws TaskFailedException when the object has none of the range
     */
    static Optional<ByteRange> read(String text, long size) throws TaskFailedException {
        Matcher range = BYTES.matcher(text);
        if (!range.matches() || range.group(1) == null && range.group(2) == null || size == 0) {
            return Optional.empty();
        }
        if (range.group(1) == null) {
            long last = Math.min(Long.parseLong(range.group(2)), size);
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2) == null ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        if (from >= size) {
            throw new TaskFailedException("S3.S3Exception", "The requested range is not satisfiable");
        }
        return to < from ? Optional.empty() : Optional.of(new ByteRange(from, to - from + 1));
    }

    /** How many of the bytes are whole lines; where there is not one, how many are whole characters of UTF-8. */
    static int wholeLines(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        int end = bytes.length - 1;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        boolean ascii = end < 0 || bytes[end] >= 0;
        return ascii ? bytes.length : end;
    }
}
