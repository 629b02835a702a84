package moderato.analysis;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Cuts lines of text out of pictures. */
final class TextCrop {

    private TextCrop() {}

    /** A line made rectangular and level: perspective, bicubic; one that is much higher than wide is turned counter-clockwise. */
    static Bitmap cut(Bitmap picture, Quad place) {
        int width = Math.max(1, (int) place.width());
        int height = Math.max(1, (int) place.height());
        Mat out = new Mat();
        try (Mat from = corners(place.corners());
                Mat to = corners(List.of(
                        new Point(0, 0), new Point(width, 0), new Point(width, height), new Point(0, height)));
                Mat map = opencv_imgproc.getPerspectiveTransform(from, to);
                Size size = new Size(width, height);
                Scalar none = Scalar.all(0)) {
            opencv_imgproc.warpPerspective(
                    picture.mat(), out, map, size, opencv_imgproc.INTER_CUBIC, opencv_core.BORDER_REPLICATE, none);
        }
        if ((double) height / width < 1.5) {
            return new Bitmap(out);
        }
        Mat turned = new Mat();
        opencv_core.rotate(out, turned, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
        out.close();
        return new Bitmap(turned);
    }

    static Bitmap halfTurn(Bitmap crop) {
        Mat turned = new Mat();
        opencv_core.rotate(crop.mat(), turned, opencv_core.ROTATE_180);
        return new Bitmap(turned);
    }

    private static Mat corners(List<Point> points) {
        Mat corners = new Mat(4, 1, opencv_core.CV_32FC2);
        FloatBuffer buffer = corners.createBuffer();
        points.forEach(point -> buffer.put((float) point.x()).put((float) point.y()));
        return corners;
    }
}
