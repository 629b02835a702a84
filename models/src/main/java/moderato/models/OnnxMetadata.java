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
            Protobuf.read(model, (number, value, bytes) -> {
                if (number == PROPERTIES) {
                    Map<Integer, String> pair = pair(bytes);
                    metadata.put(pair.getOrDefault(1, ""), pair.getOrDefault(2, ""));
                }
            });
            return metadata;
        } catch (RuntimeException e) {
            throw new ManifestException(file.toString(), "is no ONNX file");
        }
    }

    private static Map<Integer, String> pair(ByteBuffer entry) {
        Map<Integer, String> pair = new HashMap<>();
        Protobuf.read(entry, (number, value, bytes) -> pair.put(number, StandardCharsets.UTF_8.decode(bytes).toString()));
        return pair;
    }
}
