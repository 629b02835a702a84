package moderato.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import moderato.media.DecodeRequest;
import moderato.media.Decoder;
import moderato.media.Frame;
import moderato.media.MediaSink;
import moderato.media.Sampling;

/** Sounds that are cut: samples of 16 bits at 16 kHz, mono. */
final class Wave {

    private static final int RATE = 16_000;
    private static final int BYTES = 2;

    private Wave() {
    }

    /** The byte at which a second begins. */
    static int at(double seconds) {
        return (int) Math.round(seconds * RATE) * BYTES;
    }

    /** The samples of a sound file. */
    static byte[] samples(Path file) throws IOException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DecodeRequest sound = new DecodeRequest(new Sampling.Adaptive(), DecodeRequest.Pixels.NONE, 16, 16, true);
        new Decoder().decode(file, sound, new MediaSink() {
            @Override
            public boolean frame(Frame frame) {
                return true;
            }

            @Override
            public void audio(byte[] samples) {
                all.writeBytes(samples);
            }
        });
        return all.toByteArray();
    }

    /** Writes samples as a wave file. */
    static void write(Path file, byte[] samples) throws IOException {
        AudioFormat format = new AudioFormat(RATE, BYTES * 8, 1, true, false);
        try (AudioInputStream stream = new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / BYTES)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }
}
