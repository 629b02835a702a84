package moderato.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The metadata that an ONNX file carries beside its network: field 14 of ModelProto, pairs of key (1) and value (2).
 *
 * <p>Read here because ONNX Runtime's Java interface hands texts through modified UTF-8, where characters beyond U+FFFF, of which a
 * recogniser's character list has hundreds, break and swallow their neighbours.
 */
public final class OnnxMetadata {

    private static final int PROPERTIES = 14;
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private OnnxMetadata() {}

    /**
     * Reads the metadata of a file.
     *
     * @throws ManifestException when the file is no ONNX file
     */
    public static Map<String, String> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer model = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            Map<String, String> metadata = new HashMap<>();
            while (model.hasRemaining()) {
                long tag = varint(model);
                if (tag >>> 3 == PROPERTIES && (tag & 7) == BYTES) {
                    ByteBuffer entry = bytes(model);
                    Map<Long, String> pair = pair(entry);
                    metadata.put(pair.getOrDefault(1L, ""), pair.getOrDefault(2L, ""));
                } else {
                    skip(model, tag);
                }
            }
            return metadata;
        } catch (RuntimeException e) {
            throw new ManifestException(file.toString(), "is no ONNX file");
        }
    }

    private static Map<Long, String> pair(ByteBuffer entry) {
        Map<Long, String> pair = new HashMap<>();
        while (entry.hasRemaining()) {
            long tag = varint(entry);
            if ((tag & 7) == BYTES) {
                pair.put(tag >>> 3, StandardCharsets.UTF_8.decode(bytes(entry)).toString());
            } else {
                skip(entry, tag);
            }
        }
        return pair;
    }

    private static void skip(ByteBuffer from, long tag) {
        switch ((int) (tag & 7)) {
            case VARINT -> varint(from);
            case FIXED_64 -> from.position(from.position() + 8);
            case BYTES -> bytes(from);
            case FIXED_32 -> from.position(from.position() + 4);
            default -> throw new IllegalArgumentException("unknown wire type");
        }
    }

    private static ByteBuffer bytes(ByteBuffer from) {
        int length = Math.toIntExact(varint(from));
        ByteBuffer part = from.slice(from.position(), length);
        from.position(from.position() + length);
        return part;
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too long");
    }
}
