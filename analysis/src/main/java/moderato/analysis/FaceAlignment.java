package moderato.analysis;

import java.nio.DoubleBuffer;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Turns, scales and shifts a face so that its eyes, nose and mouth lie where the embedding network expects them.
 *
 * <p>The map is the least-squares similarity between the five points and their targets: rotation, one scale, shift.
 */
final class FaceAlignment {

    /** Width and height of an aligned face. */
    static final int SIDE = 112;

    private static final List<Point> TARGETS = List.of(
            new Point(38.2946, 51.6963),
            new Point(73.5318, 51.5014),
            new Point(56.0252, 71.7366),
            new Point(41.5493, 92.3655),
            new Point(70.7299, 92.2041));

    private FaceAlignment() {}

    /** The map x' = a x - b y + shiftX, y' = b x + a y + shiftY. */
    record Similarity(double a, double b, double shiftX, double shiftY) {}

    /** The similarity that brings five points closest to the targets. */
    static Similarity similarity(List<Point> points) {
        Point from = Point.mean(points.toArray(Point[]::new));
        Point to = Point.mean(TARGETS.toArray(Point[]::new));
        double along = 0;
        double across = 0;
        double spread = 0;
        for (int i = 0; i < points.size(); i++) {
            double x = points.get(i).x() - from.x();
            double y = points.get(i).y() - from.y();
            double u = TARGETS.get(i).x() - to.x();
            double v = TARGETS.get(i).y() - to.y();
            along += x * u + y * v;
            across += x * v - y * u;
            spread += x * x + y * y;
        }
        double a = spread == 0 ? 1 : along / spread;
        double b = spread == 0 ? 0 : across / spread;
        return new Similarity(a, b, to.x() - a * from.x() + b * from.y(), to.y() - b * from.x() - a * from.y());
    }

    /** The aligned face, 112x112; what lies outside the picture is black. */
    static Bitmap align(Bitmap picture, List<Point> fivePoints) {
        Similarity map = similarity(fivePoints);
        Mat out = new Mat();
        try (Mat matrix = new Mat(2, 3, opencv_core.CV_64FC1);
                Size size = new Size(SIDE, SIDE);
                Scalar black = Scalar.all(0)) {
            DoubleBuffer cells = matrix.createBuffer();
            cells.put(new double[] {map.a(), -map.b(), map.shiftX(), map.b(), map.a(), map.shiftY()});
            opencv_imgproc.warpAffine(
                    picture.mat(), out, matrix, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, black);
        }
        return new Bitmap(out);
    }
}
