package moderato.analysis;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import moderato.models.OnnxRuntime;
import moderato.models.OnnxSession;
import moderato.models.ProcessorTime;

/**
 * MiniLM as an encoder of sentences: text in, vectors out.
 *
 * <p>Texts run in batches of equal token length, so no text is padded and its vector does not depend on its neighbours' lengths; the
 * batches follow from the list of texts alone, whatever the number of threads. Safe for calls from several threads.
 */
final class SentenceEncoder {

    /** Numbers of a vector. */
    static final int DIMENSIONS = 384;

    private static final int TOKENS_A_BATCH = 1024;

    private final OrtSession session;
    private final WordPieceTokenizer tokenizer;

    /** An encoder over a session of the model; the session stays the caller's to close. */
    SentenceEncoder(OnnxSession session, WordPieceTokenizer tokenizer) {
        this.session = session.session();
        this.tokenizer = tokenizer;
    }

    WordPieceTokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * What the encoder says of one text.
     *
     * @param mean the mean of the token vectors, divided by its length: the sentence embedding, {@link #DIMENSIONS} numbers
     * @param peak the largest value of each dimension over the tokens, {@link #DIMENSIONS} numbers
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Encoding(float[] mean, float[] peak) {
    }

    /** The encodings of some texts, in their order, made by this thread and as many others as {@code threads} says. */
    List<Encoding> encode(List<String> texts, int threads) throws OrtException, InterruptedException {
        List<int[]> ids = texts.stream().map(tokenizer::encode).toList();
        Encoding[] encodings = new Encoding[texts.size()];
        List<int[]> batches = batches(ids);
        if (threads <= 1 || batches.size() == 1) {
            for (int[] batch : batches) {
                run(batch, ids, encodings);
            }
            return List.of(encodings);
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> jobs = new ArrayList<>();
            for (int[] batch : batches) {
                jobs.add(workers.submit(ProcessorTime.countedHere(() -> {
                    try (Turn.Held _ = Turn.TOXICITY.take()) {
                        run(batch, ids, encodings);
                    }
                    return null;
                })));
            }
            for (Future<?> job : jobs) {
                job.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OrtException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        return List.of(encodings);
    }

    private static List<int[]> batches(List<int[]> ids) {
        List<Integer> order = IntStream.range(0, ids.size()).boxed()
                .sorted(Comparator.comparingInt((Integer i) -> ids.get(i).length).thenComparing(i -> i)).toList();
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.size(); ) {
            int length = ids.get(order.get(from)).length;
            int most = Math.max(1, TOKENS_A_BATCH / length);
            int to = from;
            while (to < order.size() && to - from < most && ids.get(order.get(to)).length == length) {
                to++;
            }
            batches.add(order.subList(from, to).stream().mapToInt(i -> i).toArray());
            from = to;
        }
        return batches;
    }

    private void run(int[] batch, List<int[]> ids, Encoding[] encodings) throws OrtException {
        int length = ids.get(batch[0]).length;
        LongBuffer input = LongBuffer.allocate(batch.length * length);
        LongBuffer mask = LongBuffer.allocate(batch.length * length);
        for (int i : batch) {
            for (int id : ids.get(i)) {
                input.put(id);
                mask.put(1);
            }
        }
        long[] shape = {batch.length, length};
        OrtEnvironment environment = OnnxRuntime.environment();
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, input.flip(), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask.flip(), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.allocate(batch.length * length), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", types))) {
            FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
            for (int row = 0; row < batch.length; row++) {
                encodings[batch[row]] = pool(states, row * length, length);
            }
        }
    }

    private static Encoding pool(FloatBuffer states, int firstToken, int length) {
        float[] mean = new float[DIMENSIONS];
        float[] peak = new float[DIMENSIONS];
        Arrays.fill(peak, Float.NEGATIVE_INFINITY);
        for (int token = firstToken; token < firstToken + length; token++) {
            for (int d = 0; d < DIMENSIONS; d++) {
                float value = states.get(token * DIMENSIONS + d);
                mean[d] += value;
                peak[d] = Math.max(peak[d], value);
            }
        }
        double square = 0;
        for (float value : mean) {
            square += (double) value * value;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(square), 1e-12));
        for (int d = 0; d < DIMENSIONS; d++) {
            mean[d] *= scale;
        }
        return new Encoding(mean, peak);
    }
}
