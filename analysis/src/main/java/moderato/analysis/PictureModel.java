package moderato.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    record Answer(List<Double> scores, List<Detection> detections) {}

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
        return switch (entry.adapter()) {
            case Adapter.Classifier classifier -> new Answer(scores(picture, classifier), List.of());
            case Adapter.Yolox yolox -> new Answer(List.of(), detections(picture, yolox.input(), yolox.suppression()));
            case Adapter.YoloV8 yolo -> new Answer(List.of(), detections(picture, yolo.input(), yolo.suppression()));
            case Adapter.Own own -> throw new IllegalStateException(entry.name() + " has code of its own");
        };
    }

    private List<Double> scores(Bitmap picture, Adapter.Classifier classifier) throws IOException {
        PictureTensor tensor = PictureTensor.prepare(picture, classifier.input());
        float[] raw = network.run(tensor.values(), tensor.shape()).getFirst().values();
        return activate(raw, classifier.activation());
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

    private List<Detection> detections(Bitmap picture, PictureInput input, Adapter.Suppression suppression)
            throws IOException {
        PictureTensor tensor = PictureTensor.prepare(picture, input);
        return decode(tensor, suppression, input).stream()
                .map(detection -> detection.clipped(picture.width(), picture.height()))
                .toList();
    }

    /** The boxes that the network gives for a prepared picture, suppressed, not yet clipped. */
    private List<Detection> decode(PictureTensor tensor, Adapter.Suppression suppression, PictureInput input)
            throws IOException {
        Network.Output output = network.run(tensor.values(), tensor.shape()).getFirst();
        boolean yolox = entry.adapter() instanceof Adapter.Yolox;
        List<Detection> candidates = yolox
                ? YoloRows.yolox(output.values(), input, labels().size(), suppression.score())
                : YoloRows.yoloV8(output.values(), output.shape(), suppression.score());
        List<Detection> scaled = candidates.stream()
                .map(box -> new Detection(
                        box.label(),
                        box.score(),
                        box.left() * tensor.pixelsX(),
                        box.top() * tensor.pixelsY(),
                        box.right() * tensor.pixelsX(),
                        box.bottom() * tensor.pixelsY()))
                .toList();
        return Detection.suppress(scaled, suppression.overlap(), suppression.perClass());
    }

    private void check() throws IOException {
        PictureInput input = switch (entry.adapter()) {
            case Adapter.Classifier classifier -> classifier.input();
            case Adapter.Yolox yolox -> yolox.input();
            case Adapter.YoloV8 yolo -> yolo.input();
            case Adapter.Own own -> throw new ManifestException("model " + entry.name(), "it is no picture classifier or detector");
        };
        try (Bitmap grey = Bitmap.filled(input.width(), input.height(), 128)) {
            PictureTensor tensor = PictureTensor.prepare(grey, input);
            long[] declared = network.inputShape();
            if (!fits(declared, tensor.shape())) {
                throw new ManifestException(
                        "model " + entry.name(),
                        "its entry makes an input of shape " + Arrays.toString(tensor.shape()) + ", the network takes "
                                + Arrays.toString(declared));
            }
            long[] shape = network.run(tensor.values(), tensor.shape()).getFirst().shape();
            long classes = switch (entry.adapter()) {
                case Adapter.Classifier classifier -> shape.length == 2 ? shape[1] : -1;
                case Adapter.Yolox yolox -> shape.length == 3 && shape[1] == YoloRows.cells(input) ? shape[2] - 5 : -1;
                case Adapter.YoloV8 yolo -> shape.length == 3 ? shape[1] - 4 : -1;
                case Adapter.Own own -> -1;
            };
            if (classes != labels().size()) {
                throw new ManifestException(
                        "model " + entry.name(),
                        "its output has shape " + Arrays.toString(shape) + ", which does not fit an adapter of its kind with "
                                + labels().size() + " labels");
            }
        }
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
