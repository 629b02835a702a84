package moderato.models;

/** How pictures go into a network and findings come out of it. */
public sealed interface Adapter {

    /** A network with code of its own: it is no picture classifier or detector, or works only together with others. */
    record Own() implements Adapter {}

    /**
     * A picture classifier: one output [1, labels].
     *
     * @param input how the picture is prepared
     * @param activation what turns the outputs into scores
     */
    record Classifier(PictureInput input, Activation activation) implements Adapter {}

    /**
     * A YOLOX detector with raw output [1, cells, 5 + labels]: x, y, log width, log height in cells of strides 8, 16 and 32, then
     * objectness and class scores that are already probabilities.
     *
     * @param input how the picture is prepared
     * @param suppression which of overlapping boxes stay
     */
    record Yolox(PictureInput input, Suppression suppression) implements Adapter {}

    /**
     * A YOLOv8 detector with output [1, 4 + labels, boxes] or [1, boxes, 4 + labels]: centre x, centre y, width, height in input pixels, then class scores that are
     * already probabilities.
     *
     * @param input how the picture is prepared
     * @param suppression which of overlapping boxes stay
     */
    record YoloV8(PictureInput input, Suppression suppression) implements Adapter {}

    /** What turns a classifier's outputs into scores. */
    enum Activation {
        /** The outputs are scores already. */
        NONE,
        /** Scores that sum to 1. */
        SOFTMAX,
        /** Each output by itself. */
        SIGMOID
    }

    /**
     * Non-maximum suppression: greedy by falling score.
     *
     * @param score boxes below are dropped first
     * @param overlap intersection over union above which the weaker of two boxes is dropped
     * @param perClass whether only boxes of the same class suppress each other
     */
    record Suppression(double score, double overlap, boolean perClass) {}
}
