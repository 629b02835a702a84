package moderato.analysis;

import java.util.ArrayList;
import java.util.List;
import moderato.models.PictureInput;

/** Reads the outputs of the YOLO family into boxes in pixels of the network's input. */
final class YoloRows {

    private static final int[] STRIDES = {8, 16, 32};

    private YoloRows() {}

    /** How many cells the three grids of a YOLOX network have together. */
    static long cells(PictureInput input) {
        long cells = 0;
        for (int stride : STRIDES) {
            cells += (long) (input.width() / stride) * (input.height() / stride);
        }
        return cells;
    }

    /**
     * Decodes raw YOLOX rows: one a cell, grids of strides 8, 16 and 32 in turn, each row by row.
     *
     * @param values [cells, 5 + classes]: x and y in cells from the cell's corner, logarithms of width and height in cells, objectness,
     *     class scores
     */
    static List<Detection> yolox(float[] values, PictureInput input, int classes, double threshold) {
        List<Detection> found = new ArrayList<>();
        int row = 0;
        for (int stride : STRIDES) {
            for (int y = 0; y < input.height() / stride; y++) {
                for (int x = 0; x < input.width() / stride; x++) {
                    int at = row * (5 + classes);
                    row++;
                    int best = best(values, at + 5, 1, classes);
                    double score = values[at + 4] * values[at + 5 + best];
                    if (score < threshold) {
                        continue;
                    }
                    found.add(box(
                            best,
                            score,
                            (values[at] + x) * stride,
                            (values[at + 1] + y) * stride,
                            Math.exp(values[at + 2]) * stride,
                            Math.exp(values[at + 3]) * stride));
                }
            }
        }
        return found;
    }

    /**
     * Decodes YOLOv8 boxes.
     *
     * @param values centre, size and class scores of each box: [1, 4 + classes, boxes], or turned, [1, boxes, 4 + classes]
     */
    static List<Detection> yoloV8(float[] values, long[] shape, int classes, double threshold) {
        boolean turned = shape[1] != 4 + classes;
        int boxes = (int) (turned ? shape[1] : shape[2]);
        int stride = turned ? 1 : boxes;
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < boxes; i++) {
            int at = turned ? i * (4 + classes) : i;
            int best = best(values, at + 4 * stride, stride, classes);
            double score = values[at + (4 + best) * stride];
            if (score >= threshold) {
                found.add(box(best, score, values[at], values[at + stride], values[at + 2 * stride], values[at + 3 * stride]));
            }
        }
        return found;
    }

    private static int best(float[] values, int start, int stride, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[start + i * stride] > values[start + best * stride]) {
                best = i;
            }
        }
        return best;
    }

    private static Detection box(int label, double score, double centreX, double centreY, double width, double height) {
        return new Detection(
                label, score, centreX - width / 2, centreY - height / 2, centreX + width / 2, centreY + height / 2);
    }
}
