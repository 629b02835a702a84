package moderato.handlers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;
import moderato.objects.StoredObject;

/**
 * Parts of files that are packed by gzip. A file is unpacked once as long as its parts are asked for in order, and from its begin otherwise.
 *
 * <p>Safe for several threads.
 */
final class PackedFiles {

    private static final int OPEN_AT_MOST = 8;
    private static final byte[] NOTHING = {};

    private final SequencedMap<StoredObject, Unpacking> open = new LinkedHashMap<>();

    /**
     * A part of an unpacked file.
     *
     * @param bytes whole lines where the file has any, else whole characters of UTF-8
     * @param last whether the file ends with them
     */
    record Part(byte[] bytes, boolean last) {
    }

    /** How far a file is unpacked, and what of that no part has taken. */
    private static final class Unpacking {
        private final InputStream in;
        private long position;
        private byte[] rest = NOTHING;

        Unpacking(StoredObject object) throws IOException {
            in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(object.file())));
        }
    }

    /** The bytes from one on, at most so many. */
    Part read(StoredObject object, long from, int most) throws IOException {
        Optional<Unpacking> there = take(object, from);
        Unpacking unpacking = there.isPresent() ? there.get() : begin(object, from);
        boolean kept = false;
        try {
            byte[] bytes = Arrays.copyOf(unpacking.rest, most);
            int length = unpacking.rest.length + unpacking.in.readNBytes(bytes, unpacking.rest.length, most - unpacking.rest.length);
            byte[] found = Arrays.copyOf(bytes, length);
            boolean last = length < most || isAtEnd(unpacking.in);
            int whole = last ? length : ByteRange.wholeLines(found);
            if (!last) {
                unpacking.rest = Arrays.copyOfRange(found, whole, length);
                unpacking.position = from + whole;
                keep(object, unpacking);
                kept = true;
            }
            return new Part(Arrays.copyOf(found, whole), last);
        } finally {
            if (!kept) {
                unpacking.in.close();
            }
        }
    }

    private static boolean isAtEnd(InputStream in) throws IOException {
        in.mark(1);
        boolean end = in.read() < 0;
        in.reset();
        return end;
    }

    private static Unpacking begin(StoredObject object, long from) throws IOException {
        Unpacking unpacking = new Unpacking(object);
        try {
            unpacking.in.skipNBytes(from);
        } catch (IOException e) {
            unpacking.in.close();
            throw e instanceof EOFException ? new IOException("The requested range is not satisfiable", e) : e;
        }
        return unpacking;
    }

    private synchronized Optional<Unpacking> take(StoredObject object, long from) {
        Unpacking there = open.get(object);
        if (there == null || there.position != from) {
            return Optional.empty();
        }
        open.remove(object);
        return Optional.of(there);
    }

    private synchronized void keep(StoredObject object, Unpacking unpacking) throws IOException {
        Unpacking other = open.put(object, unpacking);
        if (other != null) {
            other.in.close();
        }
        if (open.size() > OPEN_AT_MOST) {
            open.pollFirstEntry().getValue().in.close();
        }
    }
}
