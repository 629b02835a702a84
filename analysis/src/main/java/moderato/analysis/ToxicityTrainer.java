package moderato.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Trains a {@link ToxicityHead} by gradient descent (Adam, Kingma and Ba 2015), single-threaded, so that a seed gives the same weights.
 *
 * <p>A text is a bag of windows: for each category only its highest window learns. Two losses add up: cross-entropy of each known
 * category, and of the highest category against the row's highest label, which teaches the categories to agree on what is harmless.
 */
final class ToxicityTrainer {

    private static final int CATEGORIES = ToxicityCategory.ALL.size();
    private static final int BATCH = 32;

    /**
     * One training text.
     *
     * @param windows what the head sees of each window
     * @param row the labels
     * @param weight how much the row counts
     */
    record Example(List<ToxicityHead.Input> windows, ToxicityRow row, float weight) {
    }

    /**
     * The settings of a training.
     *
     * @param units units of the hidden layer
     * @param epochs passes over the examples
     * @param rate the first learning rate; it falls to zero along a cosine
     * @param decay how fast hidden weights shrink
     * @param bucketDrop the share of hashed words hidden at each step
     * @param denseDrop the share of dense inputs hidden at each step
     * @param highestWeight the weight of the second loss
     */
    record Settings(int units, int epochs, double rate, double decay, double bucketDrop, double denseDrop, double highestWeight) {
        static final Settings DEFAULT = new Settings(20, 12, 2e-3, 1e-3, 0.5, 0.25, 2);
    }

    private final Settings settings;
    private final Random random;
    private final ToxicityHead head;
    private final Adam hidden;
    private final Adam hiddenBias;
    private final Adam output;
    private final Adam outputBias;
    private final Adam buckets;

    ToxicityTrainer(int dense, Settings settings, long seed) {
        this.settings = settings;
        this.random = new Random(seed);
        this.head = new ToxicityHead(dense, settings.units);
        fill(head.hidden, Math.sqrt(1.0 / dense));
        fill(head.output, Math.sqrt(1.0 / head.units));
        Arrays.fill(head.outputBias, -2);
        this.hidden = new Adam(head.hidden, settings.decay);
        this.hiddenBias = new Adam(head.hiddenBias, 0);
        this.output = new Adam(head.output, settings.decay);
        this.outputBias = new Adam(head.outputBias, 0);
        this.buckets = new Adam(head.buckets, 0);
    }

    private void fill(float[] values, double deviation) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    /** Trains on the examples and gives the head. */
    ToxicityHead train(List<Example> examples) throws InterruptedException {
        List<Example> order = new ArrayList<>(examples);
        int steps = settings.epochs * ((order.size() + BATCH - 1) / BATCH);
        int step = 0;
        for (int epoch = 0; epoch < settings.epochs; epoch++) {
            Collections.shuffle(order, random);
            for (int from = 0; from < order.size(); from += BATCH) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                for (Example example : order.subList(from, Math.min(order.size(), from + BATCH))) {
                    learn(example);
                }
                double rate = settings.rate * 0.5 * (1 + Math.cos(Math.PI * step / steps)) * Math.min(1, (step + 1) / 200.0);
                step++;
                for (Adam part : List.of(hidden, hiddenBias, output, outputBias)) {
                    part.step(rate, step);
                }
                buckets.stepTouched(rate * 4, step);
            }
        }
        return head;
    }

    /** A window's way through the head, kept for the way back. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pass(float[] dense, int[] kept, float[] units, float[] logits, float share) {
    }

    private void learn(Example example) {
        List<Pass> passes = new ArrayList<>(example.windows.size());
        for (ToxicityHead.Input window : example.windows) {
            passes.add(forward(window));
        }
        int[] best = new int[CATEGORIES];
        int highest = 0;
        for (int c = 0; c < CATEGORIES; c++) {
            for (int w = 1; w < passes.size(); w++) {
                if (passes.get(w).logits[c] > passes.get(best[c]).logits[c]) {
                    best[c] = w;
                }
            }
            if (passes.get(best[c]).logits[c] > passes.get(best[highest]).logits[highest]) {
                highest = c;
            }
        }
        float[][] gradients = new float[passes.size()][CATEGORIES];
        float[] labels = example.row.labels();
        for (int c = 0; c < CATEGORIES; c++) {
            if (!Float.isNaN(labels[c])) {
                gradients[best[c]][c] += example.weight * (sigmoid(passes.get(best[c]).logits[c]) - labels[c]);
            }
        }
        double error = sigmoid(passes.get(best[highest]).logits[highest]) - example.row.highest();
        gradients[best[highest]][highest] += (float) (settings.highestWeight * example.weight * error);
        for (int w = 0; w < passes.size(); w++) {
            backward(passes.get(w), gradients[w]);
        }
    }

    private Pass forward(ToxicityHead.Input input) {
        float[] dense = input.dense().clone();
        float kept = (float) (1 / (1 - settings.denseDrop));
        for (int d = 0; d < dense.length; d++) {
            dense[d] = random.nextFloat() < settings.denseDrop ? 0 : dense[d] * kept;
        }
        int[] words = Arrays.stream(input.buckets()).filter(b -> random.nextFloat() >= settings.bucketDrop).toArray();
        float share = (float) (ToxicityHead.bucketShare(input.buckets().length) / (1 - settings.bucketDrop));
        float[] units = head.hiddenBias.clone();
        for (int d = 0; d < dense.length; d++) {
            float value = dense[d];
            if (value != 0) {
                int at = d * head.units;
                for (int h = 0; h < head.units; h++) {
                    units[h] += value * head.hidden[at + h];
                }
            }
        }
        float[] logits = head.outputBias.clone();
        for (int h = 0; h < head.units; h++) {
            units[h] = Math.max(0, units[h]);
            for (int c = 0; c < CATEGORIES; c++) {
                logits[c] += units[h] * head.output[h * CATEGORIES + c];
            }
        }
        for (int word : words) {
            for (int c = 0; c < CATEGORIES; c++) {
                logits[c] += share * head.buckets[word * CATEGORIES + c];
            }
        }
        return new Pass(dense, words, units, logits, share);
    }

    private void backward(Pass pass, float[] gradient) {
        boolean any = false;
        for (float value : gradient) {
            any |= value != 0;
        }
        if (!any) {
            return;
        }
        for (int c = 0; c < CATEGORIES; c++) {
            outputBias.gradient[c] += gradient[c];
        }
        for (int word : pass.kept) {
            for (int c = 0; c < CATEGORIES; c++) {
                buckets.add(word * CATEGORIES + c, pass.share * gradient[c]);
            }
        }
        float[] back = new float[head.units];
        for (int h = 0; h < head.units; h++) {
            if (pass.units[h] > 0) {
                for (int c = 0; c < CATEGORIES; c++) {
                    output.gradient[h * CATEGORIES + c] += pass.units[h] * gradient[c];
                    back[h] += head.output[h * CATEGORIES + c] * gradient[c];
                }
                hiddenBias.gradient[h] += back[h];
            }
        }
        for (int d = 0; d < pass.dense.length; d++) {
            float value = pass.dense[d];
            if (value != 0) {
                int at = d * head.units;
                for (int h = 0; h < head.units; h++) {
                    hidden.gradient[at + h] += value * back[h];
                }
            }
        }
    }

    static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    /** Adam's moments of one array of weights. */
    private static final class Adam {
        private final float[] weights;
        private final float[] gradient;
        private final float[] mean;
        private final float[] square;
        private final double decay;
        private final BitSet touched = new BitSet();

        Adam(float[] weights, double decay) {
            this.weights = weights;
            this.decay = decay;
            this.gradient = new float[weights.length];
            this.mean = new float[weights.length];
            this.square = new float[weights.length];
        }

        void add(int index, float value) {
            gradient[index] += value;
            touched.set(index);
        }

        void step(double rate, int time) {
            float scale = (float) (Math.sqrt(1 - Math.pow(0.999, time)) / (1 - Math.pow(0.9, time)) * rate);
            float shrink = (float) (rate * decay * 10);
            for (int i = 0; i < weights.length; i++) {
                update(i, scale);
                weights[i] -= shrink * weights[i];
            }
        }

        void stepTouched(double rate, int time) {
            float scale = (float) (Math.sqrt(1 - Math.pow(0.999, time)) / (1 - Math.pow(0.9, time)) * rate);
            for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
                update(i, scale);
            }
            touched.clear();
        }

        private void update(int i, float scale) {
            float slope = gradient[i] / BATCH;
            gradient[i] = 0;
            mean[i] = 0.9f * mean[i] + 0.1f * slope;
            square[i] = 0.999f * square[i] + 0.001f * slope * slope;
            weights[i] -= scale * mean[i] / ((float) Math.sqrt(square[i]) + 1e-8f);
        }
    }
}
