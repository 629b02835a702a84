package moderato.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Sets weights of a network that are next to nothing to nothing.
 *
 * <p>Training with weight decay leaves numbers like 1e-40 behind. They change no result, but a processor multiplies numbers below 1.2e-38 some
 * hundred times slower than others: the text detector takes five times as long with them. The limit is above that, so that products with small
 * activations stay clear of it too.
 */
final class TinyWeights {

    private static final float NOTHING = 1e-25f;
    private static final int PART = 1 << 14;

    /** Fields of ONNX's messages: ModelProto.graph, GraphProto.initializer, TensorProto's type of values, their type float, and raw values. */
    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int DATA_TYPE = 2;
    private static final int FLOAT = 1;
    private static final int RAW_DATA = 9;

    private TinyWeights() {}

    /**
     * Clears them in place; a file that is no ONNX file stays as it is, for ONNX Runtime to refuse.
     *
     * @param model an ONNX file's bytes
     */
    static void clear(byte[] model) {
        try {
            Protobuf.read(ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN), (number, value, bytes) -> {
                if (number == GRAPH) {
                    clearGraph(bytes);
                }
            });
        } catch (RuntimeException noModel) {
            return;
        }
    }

    private static void clearGraph(ByteBuffer graph) {
        Protobuf.read(graph, (number, value, bytes) -> {
            if (number == INITIALIZER) {
                clearTensor(bytes);
            }
        });
    }

    private static void clearTensor(ByteBuffer tensor) {
        boolean[] floats = new boolean[1];
        Protobuf.read(tensor, (number, value, bytes) -> {
            if (number == DATA_TYPE) {
                floats[0] = value == FLOAT;
            } else if (number == RAW_DATA && floats[0]) {
                clear(bytes.asFloatBuffer());
            }
        });
    }

    /* By arrays: millions of single reads of a buffer take seconds before they are compiled. */
    private static void clear(FloatBuffer weights) {
        float[] part = new float[PART];
        while (weights.hasRemaining()) {
            int start = weights.position();
            int count = Math.min(PART, weights.remaining());
            weights.get(part, 0, count);
            boolean changed = false;
            for (int i = 0; i < count; i++) {
                if (part[i] < NOTHING && part[i] > -NOTHING && part[i] != 0) {
                    part[i] = 0;
                    changed = true;
                }
            }
            if (changed) {
                weights.put(start, part, 0, count);
            }
        }
    }
}
