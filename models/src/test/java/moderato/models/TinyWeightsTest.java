package moderato.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TinyWeightsTest {

    private static final float[] WEIGHTS = {1e-40f, -1e-30f, 0.5f, -1e-20f, 0, Float.NaN};

    @Test
    void numbersNextToNothingBecomeNothingAndOthersStay() {
        byte[] model = model(1);
        TinyWeights.clear(model);
        assertThat(values(model)).containsExactly(0f, 0f, 0.5f, -1e-20f, 0f, Float.NaN);
    }

    @Test
    void valuesOfAnotherTypeStay() {
        byte[] model = model(6);
        byte[] before = model.clone();
        TinyWeights.clear(model);
        assertThat(model).isEqualTo(before);
    }

    @Test
    void whatIsNoModelStaysAsItIs() {
        byte[] text = "a line of text, which is no model".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] before = text.clone();
        TinyWeights.clear(text);
        assertThat(text).isEqualTo(before);
    }

    /** ModelProto { graph: { initializer: { data_type: type, raw_data: WEIGHTS } } }. */
    private static byte[] model(int type) {
        ByteBuffer raw = ByteBuffer.allocate(WEIGHTS.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float weight : WEIGHTS) {
            raw.putFloat(weight);
        }
        byte[] tensor = joined(new byte[] {2 << 3, (byte) type}, field(9, raw.array()));
        return field(7, field(5, tensor));
    }

    private static float[] values(byte[] model) {
        ByteBuffer raw = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[WEIGHTS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = raw.getFloat(model.length - (values.length - i) * Float.BYTES);
        }
        return values;
    }

    private static byte[] field(int number, byte[] content) {
        return joined(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }
}
