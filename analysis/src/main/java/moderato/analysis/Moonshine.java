package moderato.analysis;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import moderato.models.OnnxRuntime;
import moderato.models.OnnxSession;
import moderato.models.Tuning;

/**
 * Moonshine's English speech recogniser: sound of 0.1 to 64 seconds in, text and how sure it is out.
 *
 * <p>Greedy decoding with a cache of keys and values. Safe for calls from several threads: they share the sessions.
 */
final class Moonshine implements AutoCloseable {

    private static final int START = 1;
    private static final int STOP = 2;
    private static final double TOKENS_A_SECOND = 6.5;
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";

    private final OnnxSession encoderFile;
    private final OnnxSession decoderFile;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final MoonshineTokens tokens;
    private final List<String> pasts;
    private final Set<String> afterFirst;
    private final Map<String, long[]> emptyShapes;

    private Moonshine(OnnxSession encoderFile, OnnxSession decoderFile, MoonshineTokens tokens) throws OrtException {
        this.encoderFile = encoderFile;
        this.decoderFile = decoderFile;
        this.encoder = encoderFile.session();
        this.decoder = decoderFile.session();
        this.tokens = tokens;
        this.pasts = decoder.getInputNames().stream().filter(name -> name.startsWith(PAST)).toList();
        // After the first step the encoder's keys and values come back useless.
        this.afterFirst = decoder.getOutputNames().stream().filter(name -> !name.startsWith(PRESENT) || name.contains("decoder")).collect(Collectors.toSet());
        this.emptyShapes = new HashMap<>();
        Map<String, NodeInfo> inputs = decoder.getInputInfo();
        for (String past : pasts) {
            NodeInfo info = inputs.get(past);
            if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
                throw new OrtException("the decoder's input " + past + " is no tensor");
            }
            long[] shape = tensor.getShape();
            emptyShapes.put(past, new long[] {0, shape[1], 1, shape[3]});
        }
    }

    /**
     * Loads a recogniser.
     *
     * @throws IOException when a file is not what it should be
     */
    static Moonshine open(Path encoder, Path decoder, Path tokenizer) throws IOException {
        try {
            return new Moonshine(openEncoder(encoder), openDecoder(decoder), MoonshineTokens.read(tokenizer));
        } catch (OrtException e) {
            throw new IOException("the speech recogniser cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Loads the half that listens. With more optimisation its numbers move and punctuation gets lost. */
    static OnnxSession openEncoder(Path encoder) throws IOException {
        return OnnxSession.open(encoder, Tuning.QUANTISED_EXACT);
    }

    /** Loads the half that writes. */
    static OnnxSession openDecoder(Path decoder) throws IOException {
        return OnnxSession.open(decoder, Tuning.SINGLE_ROWS);
    }

    /**
     * What was heard.
     *
     * @param text the words
     * @param tokens the token ids, those of start and end included
     * @param probabilities how likely each token after the start was
     * @param complete whether the recogniser itself came to an end; false when it was cut off for talking too long
     */
    record Heard(String text, List<Integer> tokens, List<Double> probabilities, boolean complete) {
        Heard {
            tokens = List.copyOf(tokens);
            probabilities = List.copyOf(probabilities);
        }

        /** The mean probability of the tokens, 0 to 1. */
        double confidence() {
            return probabilities.stream().mapToDouble(p -> p).average().orElse(0);
        }

        /** The mean natural logarithm of the tokens' probabilities, 0 or below. */
        double meanLogProbability() {
            return probabilities.stream().mapToDouble(p -> Math.log(Math.max(p, 1e-9))).average().orElse(0);
        }
    }

    /** Recognises one stretch of sound, mono, 16 kHz, -1 to 1. */
    Heard hear(float[] samples) throws IOException {
        OrtEnvironment environment = OnnxRuntime.environment();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), new long[] {1, samples.length});
                OrtSession.Result encoded = encoder.run(Map.of(encoder.getInputNames().iterator().next(), input))) {
            int limit = (int) Math.ceil(TOKENS_A_SECOND * samples.length / Sound.RATE);
            return decode(environment, (OnnxTensor) encoded.get(0), Math.max(4, limit));
        } catch (OrtException e) {
            throw new IOException("the speech recogniser failed: " + e.getMessage(), e);
        }
    }

    private Heard decode(OrtEnvironment environment, OnnxTensor states, int limit) throws OrtException {
        List<Integer> ids = new ArrayList<>(List.of(START));
        List<Double> probabilities = new ArrayList<>();
        Map<String, OnnxTensorLike> cache = new HashMap<>();
        List<AutoCloseable> open = new ArrayList<>();
        try {
            for (String past : pasts) {
                long[] shape = emptyShapes.getOrDefault(past, new long[0]);
                OnnxTensor empty = OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), shape);
                open.add(empty);
                cache.put(past, empty);
            }
            OrtSession.Result first = null;
            OrtSession.Result last = null;
            boolean complete = false;
            for (int step = 0; step < limit && !complete; step++) {
                OrtSession.Result result = step(environment, states, ids.getLast(), cache, step > 0);
                open.add(result);
                int token = best(result, probabilities);
                ids.add(token);
                complete = token == STOP;
                keep(result, cache);
                if (last != null && last != first) {
                    last.close();
                    open.remove(last);
                }
                if (first == null) {
                    first = result;
                }
                last = result;
            }
            return new Heard(tokens.text(ids), ids, probabilities, complete);
        } finally {
            for (AutoCloseable resource : open) {
                close(resource);
            }
        }
    }

    private OrtSession.Result step(OrtEnvironment environment, OnnxTensor states, int token, Map<String, OnnxTensorLike> cache, boolean cached)
            throws OrtException {
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {token}), new long[] {1, 1});
                OnnxTensor branch = OnnxTensor.createTensor(environment, new boolean[] {cached})) {
            Map<String, OnnxTensorLike> inputs = new HashMap<>(cache);
            inputs.put("input_ids", ids);
            inputs.put("encoder_hidden_states", states);
            inputs.put("use_cache_branch", branch);
            return cached ? decoder.run(inputs, afterFirst) : decoder.run(inputs);
        }
    }

    private static void keep(OrtSession.Result result, Map<String, OnnxTensorLike> cache) {
        for (Map.Entry<String, OnnxValue> output : result) {
            if (output.getKey().startsWith(PRESENT)) {
                cache.put(PAST + output.getKey().substring(PRESENT.length()), (OnnxTensor) output.getValue());
            }
        }
    }

    private static int best(OrtSession.Result result, List<Double> probabilities) throws OrtException {
        FloatBuffer values = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
        float[] logits = new float[values.remaining()];
        values.get(logits);
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - logits[best]);
        }
        probabilities.add(1 / sum);
        return best;
    }

    private static void close(AutoCloseable resource) throws OrtException {
        try {
            resource.close();
        } catch (OrtException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        encoderFile.close();
        decoderFile.close();
    }
}
