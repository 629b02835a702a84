package moderato.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import moderato.models.Adapter;
import moderato.models.Label;
import moderato.models.ManifestException;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;
import moderato.models.Network;
import moderato.models.PictureInput;
import moderato.models.Tuning;

/**
 * A classifier or detector that its manifest entry describes completely; safe for many threads at once.
 *
 * <p>Its network is checked against the entry when it is loaded: input size, and one output for every label.
 */
final class PictureModel implements AutoCloseable {

    /** What sums of numbers of half precision may be off by. */
    private static final double ROUNDING = 0.005;

    private final ModelEntry entry;
    private final Network network;

    private PictureModel(ModelEntry entry, Network network) {
        this.entry = entry;
        this.network = network;
    }

    /**
     * What a model says of a picture.
     *
     * @param scores the score of every label, in the order of the entry, for a classifier; empty for a detector
     * @param detections what a detector found, above its own threshold, in pixels of the picture; empty for a classifier
     */
    record Answer(List<Double> scores, List<Detection> detections) {

        private Answer clipped(int width, int height) {
            return new Answer(scores, detections.stream().map(detection -> detection.clipped(width, height)).toList());
        }
    }

    /**
     * Loads a model.
     *
     * @throws ManifestException when the network does not fit its entry
     */
    static PictureModel load(ModelStore store, ModelEntry entry) throws IOException, InterruptedException {
        Network network = Network.load(store, entry.name(), "model", Tuning.FIXED_SHAPES);
        try {
            PictureModel model = new PictureModel(entry, network);
            model.check();
            return model;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    ModelEntry entry() {
        return entry;
    }

    List<Label> labels() {
        return entry.labels();
    }

    Answer look(Bitmap picture) throws IOException {
        PictureTensor tensor = PictureTensor.prepare(picture, input());
        return read(network.first(tensor.values(), tensor.shape()), tensor).clipped(picture.width(), picture.height());
    }

    /** What the network's output says, its boxes not yet clipped. */
    private Answer read(Network.Output output, PictureTensor tensor) throws IOException {
        return switch (entry.adapter()) {
            case Adapter.Classifier classifier -> new Answer(scores(output.values(), classifier.activation()), List.of());
            case Adapter.Yolox yolox -> new Answer(List.of(), detections(
                    YoloRows.yolox(checked(output.values()), yolox.input(), labels().size(), yolox.suppression().score()), tensor, yolox.suppression()));
            case Adapter.YoloV8 yolo -> new Answer(List.of(), detections(
                    YoloRows.yoloV8(checked(output.values()), output.shape(), labels().size(), yolo.suppression().score()), tensor, yolo.suppression()));
            case Adapter.Own own -> throw new IllegalStateException(entry.name() + " has code of its own");
        };
    }

    private List<Double> scores(float[] raw, Adapter.Activation activation) throws IOException {
        List<Double> scores = activate(raw, activation);
        for (int i = 0; i < scores.size(); i++) {
            scores.set(i, score(scores.get(i), i));
        }
        return scores;
    }

    static List<Double> activate(float[] raw, Adapter.Activation activation) {
        double highest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (float value : raw) {
            highest = Math.max(highest, value);
        }
        for (float value : raw) {
            sum += Math.exp(value - highest);
        }
        List<Double> scores = new ArrayList<>(raw.length);
        for (float value : raw) {
            scores.add(switch (activation) {
                case NONE -> (double) value;
                case SOFTMAX -> Math.exp(value - highest) / sum;
                case SIGMOID -> 1 / (1 + Math.exp(-value));
            });
        }
        return scores;
    }

    private List<Detection> detections(List<Detection> candidates, PictureTensor tensor, Adapter.Suppression suppression) throws IOException {
        List<Detection> scaled = new ArrayList<>(candidates.size());
        for (Detection box : candidates) {
            scaled.add(new Detection(
                    box.label(),
                    score(box.score(), box.label()),
                    box.left() * tensor.pixelsX(),
                    box.top() * tensor.pixelsY(),
                    box.right() * tensor.pixelsX(),
                    box.bottom() * tensor.pixelsY()));
        }
        return Detection.suppress(scaled, suppression.overlap(), suppression.perClass());
    }

    /* What is no number is neither above a threshold nor below it, so nobody would notice that the network saw nothing. */
    private float[] checked(float[] values) throws ManifestException {
        for (float value : values) {
            if (Float.isNaN(value)) {
                throw new ManifestException("model " + entry.name(), "it gave NaN among its boxes");
            }
        }
        return values;
    }

    private double score(double score, int label) throws ManifestException {
        if (score >= -ROUNDING && score <= 1 + ROUNDING) {
            return Math.clamp(score, 0, 1);
        }
        throw new ManifestException(
                "model " + entry.name(),
                "it gave " + score + " for label \"" + labels().get(label).name() + "\", and a score lies between 0 and 1"
                        + (Double.isFinite(score) ? ": the activation is missing, in a classifier's entry or in a detector's network" : ""));
    }

    private PictureInput input() {
        return switch (entry.adapter()) {
            case Adapter.Classifier classifier -> classifier.input();
            case Adapter.Yolox yolox -> yolox.input();
            case Adapter.YoloV8 yolo -> yolo.input();
            case Adapter.Own own -> throw new IllegalStateException(entry.name() + " has code of its own");
        };
    }

    /** Looks at a grey picture: a network that does not fit its entry is refused before a video is begun. */
    private void check() throws IOException {
        if (entry.adapter() instanceof Adapter.Own) {
            throw new ManifestException("model " + entry.name(), "it is no picture classifier or detector");
        }
        PictureInput input = input();
        try (Bitmap grey = Bitmap.filled(input.width(), input.height(), 128)) {
            PictureTensor tensor = PictureTensor.prepare(grey, input);
            long[] declared = network.inputShape();
            if (!fits(declared, tensor.shape())) {
                throw new ManifestException(
                        "model " + entry.name(),
                        "its entry makes an input of shape " + Arrays.toString(tensor.shape()) + ", the network takes "
                                + Arrays.toString(declared));
            }
            Network.Output output = network.first(tensor.values(), tensor.shape());
            List<long[]> shapes = outputShapes(input);
            if (shapes.stream().noneMatch(shape -> fits(shape, output.shape()))) {
                throw new ManifestException(
                        "model " + entry.name(),
                        "its output has shape " + Arrays.toString(output.shape()) + ", which does not fit an adapter of its kind with "
                                + labels().size() + " labels: " + shapes.stream().map(Arrays::toString).collect(Collectors.joining(" or "))
                                + " is expected (-1: any number)");
            }
            read(output, tensor);
        }
    }

    /** The shapes that the network's output may have; -1 where any number does. */
    private List<long[]> outputShapes(PictureInput input) {
        int labels = labels().size();
        return switch (entry.adapter()) {
            case Adapter.Classifier classifier -> List.of(new long[] {1, labels});
            case Adapter.Yolox yolox -> List.of(new long[] {1, YoloRows.cells(input), 5 + labels});
            case Adapter.YoloV8 yolo -> List.of(new long[] {1, 4 + labels, -1}, new long[] {1, -1, 4 + labels});
            case Adapter.Own own -> List.of();
        };
    }

    private static boolean fits(long[] declared, long[] given) {
        if (declared.length != given.length) {
            return false;
        }
        for (int i = 0; i < declared.length; i++) {
            if (declared[i] > 0 && declared[i] != given[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        network.close();
    }
}
