package moderato.analysis;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import moderato.models.OnnxRuntime;
import moderato.models.OnnxSession;
import moderato.models.Tuning;

/**
 * Silero's voice activity detector: how likely each 32 ms of a sound are speech.
 *
 * <p>Every window of 512 samples goes in behind the last 64 of the window before it, with the network's state.
 */
final class VoiceActivity implements AutoCloseable {

    /** Samples of a window. */
    static final int WINDOW = 512;

    private static final int CONTEXT = 64;
    private static final int STATE = 2 * 128;
    private static final int WINDOWS_A_READ = 1024;

    private final OnnxSession opened;
    private final OrtSession session;

    private VoiceActivity(OnnxSession opened) {
        this.opened = opened;
        this.session = opened.session();
    }

    /**
     * Loads the detector.
     *
     * @throws IOException when the file is no model that can be run
     */
    static VoiceActivity open(Path model) throws IOException {
        return new VoiceActivity(OnnxSession.open(model, Tuning.QUANTISED));
    }

    /** The probability of speech in each window of a sound; the last window is filled with zeros. */
    float[] probabilities(Sound sound) throws IOException, InterruptedException {
        int windows = Math.toIntExact((sound.samples() + WINDOW - 1) / WINDOW);
        float[] probabilities = new float[windows];
        float[] input = new float[CONTEXT + WINDOW];
        float[] state = new float[STATE];
        OrtEnvironment environment = OnnxRuntime.environment();
        try (OnnxTensor rate = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {Sound.RATE}), new long[] {})) {
            float[] samples = {};
            for (int w = 0; w < windows; w++) {
                if (w % WINDOWS_A_READ == 0) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    samples = sound.read((long) w * WINDOW, WINDOWS_A_READ * WINDOW);
                }
                int from = w % WINDOWS_A_READ * WINDOW;
                int count = Math.min(WINDOW, samples.length - from);
                System.arraycopy(input, WINDOW, input, 0, CONTEXT);
                System.arraycopy(samples, from, input, CONTEXT, count);
                Arrays.fill(input, CONTEXT + count, input.length, 0);
                probabilities[w] = step(environment, input, state, rate);
            }
        } catch (OrtException e) {
            throw new IOException("the voice activity detector failed: " + e.getMessage(), e);
        }
        return probabilities;
    }

    private float step(OrtEnvironment environment, float[] input, float[] state, OnnxTensor rate) throws OrtException {
        try (OnnxTensor samples = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), new long[] {1, input.length});
                OnnxTensor before = OnnxTensor.createTensor(environment, FloatBuffer.wrap(state.clone()), new long[] {2, 1, 128});
                OrtSession.Result result = session.run(Map.of("input", samples, "state", before, "sr", rate))) {
            ((OnnxTensor) result.get(1)).getFloatBuffer().get(state);
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
