package moderato.analysis;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The trained part of the toxicity classifier: from what the encoder and the cues say of a window of text to a score per category.
 *
 * <p>Dense inputs (sentence vector, peaks, cues) feed a hidden layer of rectified units; categories read the hidden layer, the dense
 * cues and the hashed words: {@code logit = output * relu(hidden * dense + bias) + sum(bucket weights) + bias}. Weights are stored as
 * bytes with a scale for each row.
 */
final class ToxicityHead {

    /** Units of the hidden layer. */
    static final int HIDDEN = 40;

    private static final int MAGIC = 0x4D544F58;
    private static final int CATEGORIES = ToxicityCategory.ALL.size();
    private static final float VECTOR_SCALE = 19.6f;

    final int dense;
    /** By dense input, then hidden unit. */
    final float[] hidden;
    final float[] hiddenBias;
    /** By hidden unit, then category. */
    final float[] output;
    final float[] outputBias;
    /** By bucket, then category. */
    final float[] buckets;

    ToxicityHead(int dense) {
        this.dense = dense;
        this.hidden = new float[dense * HIDDEN];
        this.hiddenBias = new float[HIDDEN];
        this.output = new float[HIDDEN * CATEGORIES];
        this.outputBias = new float[CATEGORIES];
        this.buckets = new float[ToxicityCues.BUCKETS * CATEGORIES];
    }

    /** One window of text as the head sees it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Input(float[] dense, int[] buckets) {
    }

    /** The input of a window from its encoding, its cues and its hashed words. */
    static Input input(SentenceEncoder.Encoding encoding, float[] cues, int[] buckets) {
        int size = SentenceEncoder.DIMENSIONS;
        float[] dense = new float[2 * size + cues.length];
        for (int d = 0; d < size; d++) {
            dense[d] = encoding.mean()[d] * VECTOR_SCALE;
            dense[size + d] = encoding.peak()[d];
        }
        System.arraycopy(cues, 0, dense, 2 * size, cues.length);
        return new Input(dense, buckets);
    }

    /** The logits of one window, by category. */
    float[] logits(Input input) {
        float[] units = hiddenBias.clone();
        for (int d = 0; d < dense; d++) {
            float value = input.dense[d];
            if (value != 0) {
                for (int h = 0; h < HIDDEN; h++) {
                    units[h] += value * hidden[d * HIDDEN + h];
                }
            }
        }
        float[] logits = outputBias.clone();
        for (int h = 0; h < HIDDEN; h++) {
            if (units[h] > 0) {
                for (int c = 0; c < CATEGORIES; c++) {
                    logits[c] += units[h] * output[h * CATEGORIES + c];
                }
            }
        }
        float share = bucketShare(input.buckets.length);
        for (int bucket : input.buckets) {
            for (int c = 0; c < CATEGORIES; c++) {
                logits[c] += share * buckets[bucket * CATEGORIES + c];
            }
        }
        return logits;
    }

    /** How much one bucket counts among so many: long texts must not win by length. */
    static float bucketShare(int count) {
        return (float) (1 / Math.sqrt(Math.max(4, count)));
    }

    /** Writes the weights as bytes with scales. */
    void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(dense);
        out.writeInt(HIDDEN);
        out.writeInt(ToxicityCues.BUCKETS);
        writeBytes(out, hidden, HIDDEN);
        writeFloats(out, hiddenBias);
        writeFloats(out, output);
        writeFloats(out, outputBias);
        writeBytes(out, buckets, CATEGORIES);
        out.flush();
    }

    /**
     * Reads weights written by {@link #write}.
     *
     * @throws IOException when they are of another shape than this program's
     */
    static ToxicityHead read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readInt() != MAGIC) {
            throw new IOException("these are no weights of a toxicity head");
        }
        ToxicityHead head = new ToxicityHead(in.readInt());
        if (in.readInt() != HIDDEN || in.readInt() != ToxicityCues.BUCKETS) {
            throw new IOException("the weights of the toxicity head have another shape than this program's: train it again");
        }
        readBytes(in, head.hidden, HIDDEN);
        readFloats(in, head.hiddenBias);
        readFloats(in, head.output);
        readFloats(in, head.outputBias);
        readBytes(in, head.buckets, CATEGORIES);
        return head;
    }

    private static void writeBytes(DataOutputStream out, float[] values, int columns) throws IOException {
        float[] scales = new float[columns];
        for (int i = 0; i < values.length; i++) {
            scales[i % columns] = Math.max(scales[i % columns], Math.abs(values[i]) / 127);
        }
        writeFloats(out, scales);
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i % columns];
            out.writeByte(scale == 0 ? 0 : Math.round(values[i] / scale));
        }
    }

    private static void readBytes(DataInputStream in, float[] values, int columns) throws IOException {
        float[] scales = new float[columns];
        readFloats(in, scales);
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readByte() * scales[i % columns];
        }
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static void readFloats(DataInputStream in, float[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
    }
}
