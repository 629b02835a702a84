package moderato.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps everything. */
final class Collected implements MediaSink {

    final List<Frame> frames = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

    static Collected of(Path file, Sampling sampling, DecodeRequest.Pixels pixels) throws Exception {
        Collected collected = new Collected();
        new Decoder().decode(file, new DecodeRequest(sampling, pixels, 4096, DecodeRequest.SMALL_LUMA, true), collected);
        return collected;
    }

    @Override
    public boolean frame(Frame frame) {
        return frames.add(frame);
    }

    @Override
    public void audio(byte[] samples) {
        sound.writeBytes(samples);
    }

    @Override
    public void warning(String sentence) {
        warnings.add(sentence);
    }

    double[] samples() {
        ByteBuffer bytes = ByteBuffer.wrap(sound.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        double[] samples = new double[bytes.remaining() / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes.getShort(2 * i) / 32768.0;
        }
        return samples;
    }
}
