package moderato.jobs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The records of an object, one after the other, each with the bytes that frame it, so that records put together are again a file of
 * their kind.
 */
final class Records implements Closeable {

    private static final int RECORD_IO_MAGIC = 0xced7230a;
    private static final int LENGTH_BITS = 29;
    private static final int CRC_MASK = 0xa282ead8;

    private final InputStream in;
    private final Split split;
    private final int mostBytes;
    private boolean ended;

    /** How an object is cut into records. */
    enum Split {
        /** It is one record. */
        NONE,
        /** A record is a line, with its line end. */
        LINE,
        /** MXNet's RecordIO: magic number, length, data, padding to four bytes. */
        RECORD_IO,
        /** TensorFlow's TFRecord: length, its checksum, data, its checksum. */
        TF_RECORD;

        /** Reads the request's SplitType. */
        static Split of(String text) throws JobFailure {
            return switch (text) {
                case "None", "" -> NONE;
                case "Line" -> LINE;
                case "RecordIO" -> RECORD_IO;
                case "TFRecord" -> TF_RECORD;
                default -> throw JobFailure.client("SplitType '" + text + "' is not one; None, Line, RecordIO and TFRecord are");
            };
        }
    }

    /**
     * The records of a stream.
     *
     * @param mostBytes how large a record may be
     */
    Records(InputStream in, Split split, int mostBytes) {
        this.in = new BufferedInputStream(in);
        this.split = split;
        this.mostBytes = mostBytes;
    }

    /**
     * The next record; empty at the end.
     *
     * @throws IOException when the stream is not of its kind, or a record is too large
     */
    Optional<byte[]> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        Optional<byte[]> record = switch (split) {
            case NONE -> whole();
            case LINE -> line();
            case RECORD_IO -> recordIo();
            case TF_RECORD -> tfRecord();
        };
        ended = record.isEmpty() || split == Split.NONE;
        return record;
    }

    private Optional<byte[]> whole() throws IOException {
        byte[] bytes = in.readNBytes(mostBytes);
        if (bytes.length == mostBytes && in.read() >= 0) {
            throw tooLarge("the object");
        }
        return Optional.of(bytes);
    }

    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int value = in.read(); value >= 0; value = in.read()) {
            line.write(value);
            if (line.size() > mostBytes) {
                throw tooLarge("a line");
            }
            if (value == '\n') {
                break;
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }

    /* A record may come in parts: whole (0), or first (1), middle (2), last (3). */
    private Optional<byte[]> recordIo() throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        while (true) {
            byte[] head = in.readNBytes(8);
            if (head.length == 0 && record.size() == 0) {
                return Optional.empty();
            }
            ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            if (head.length < 8 || numbers.getInt() != RECORD_IO_MAGIC) {
                throw new IOException("it is not RecordIO: a record does not begin with RecordIO's magic number");
            }
            int lengthAndPart = numbers.getInt();
            int length = lengthAndPart & ((1 << LENGTH_BITS) - 1);
            record.write(head);
            take(record, (length + 3) / 4 * 4L);
            int part = lengthAndPart >>> LENGTH_BITS;
            if (part == 0 || part == 3) {
                return Optional.of(record.toByteArray());
            }
        }
    }

    private Optional<byte[]> tfRecord() throws IOException {
        byte[] head = in.readNBytes(12);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < 12 || masked(head, 8) != ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(8)) {
            throw new IOException("it is not TFRecord: the checksum of a record's length is wrong");
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(head);
        take(record, ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(0) + 4);
        return Optional.of(record.toByteArray());
    }

    private static int masked(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + CRC_MASK;
    }

    private void take(ByteArrayOutputStream record, long count) throws IOException {
        if (count < 0 || record.size() + count > mostBytes) {
            throw tooLarge("a record");
        }
        byte[] data = in.readNBytes((int) count);
        if (data.length < count) {
            throw new IOException("it ends within a record");
        }
        record.write(data);
    }

    private IOException tooLarge(String what) {
        return new IOException(what + " is larger than MaxPayloadInMB allows (" + (mostBytes >> 20) + " MB); raise it, or split the object (SplitType)");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
