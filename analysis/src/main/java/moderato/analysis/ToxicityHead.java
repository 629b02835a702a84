package moderato.analysis;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The trained part of the toxicity classifier: from what the encoder and the cues say of a window of text to a score per category.
 *
 * <p>Dense inputs (sentence vector, peaks, cues) feed a hidden layer of rectified units; categories read the hidden layer, the dense
 * cues and the hashed words: {@code logit = output * relu(hidden * dense + bias) + sum(bucket weights) + bias}. Weights are stored as
 * bytes with a scale for each row.
 */
final class ToxicityHead {

    private static final int MAGIC = 0x4D544F58;
    private static final int CATEGORIES = ToxicityCategory.ALL.size();
    private static final float VECTOR_SCALE = 19.6f;

    final int dense;
    /** Units of the hidden layer. */
    final int units;
    /** By dense input, then hidden unit. */
    final float[] hidden;
    final float[] hiddenBias;
    /** By hidden unit, then category. */
    final float[] output;
    final float[] outputBias;
    /** By bucket, then category. */
    final float[] buckets;

    ToxicityHead(int dense, int units) {
        this.dense = dense;
        this.units = units;
        this.hidden = new float[dense * units];
        this.hiddenBias = new float[units];
        this.output = new float[units * CATEGORIES];
        this.outputBias = new float[CATEGORIES];
        this.buckets = new float[ToxicityCues.BUCKETS * CATEGORIES];
    }

    /** One head whose logits are the means of some heads' logits: their hidden layers side by side. */
    static ToxicityHead together(List<ToxicityHead> heads) {
        int each = heads.getFirst().units;
        ToxicityHead all = new ToxicityHead(heads.getFirst().dense, each * heads.size());
        float share = 1f / heads.size();
        for (int n = 0; n < heads.size(); n++) {
            ToxicityHead head = heads.get(n);
            for (int d = 0; d < all.dense; d++) {
                System.arraycopy(head.hidden, d * each, all.hidden, d * all.units + n * each, each);
            }
            System.arraycopy(head.hiddenBias, 0, all.hiddenBias, n * each, each);
            addShare(head.output, share, all.output, n * head.output.length);
            addShare(head.outputBias, share, all.outputBias, 0);
            addShare(head.buckets, share, all.buckets, 0);
        }
        return all;
    }

    private static void addShare(float[] from, float share, float[] to, int at) {
        for (int i = 0; i < from.length; i++) {
            to[at + i] += from[i] * share;
        }
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
        float[] values = hiddenBias.clone();
        for (int d = 0; d < dense; d++) {
            float value = input.dense[d];
            if (value != 0) {
                for (int h = 0; h < units; h++) {
                    values[h] += value * hidden[d * units + h];
                }
            }
        }
        float[] logits = outputBias.clone();
        for (int h = 0; h < units; h++) {
            if (values[h] > 0) {
                for (int c = 0; c < CATEGORIES; c++) {
                    logits[c] += values[h] * output[h * CATEGORIES + c];
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
        out.writeInt(units);
        out.writeInt(ToxicityCues.BUCKETS);
        writeBytes(out, hidden, units);
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
        ToxicityHead head = new ToxicityHead(in.readInt(), in.readInt());
        if (in.readInt() != ToxicityCues.BUCKETS) {
            throw new IOException("the weights of the toxicity head have another shape than this program's: train it again");
        }
        readBytes(in, head.hidden, head.units);
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
