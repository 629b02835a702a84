package moderato.analysis;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RotatedRect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Turns a detector's map of text probabilities into quadrangles around lines of text: PaddleOCR's differentiable binarisation. */
final class TextRegions {

    private static final double MASK = 0.3;
    private static final double SCORE = 0.5;
    private static final double GROWTH = 1.6;
    private static final double SHORTEST_SIDE = 3;
    private static final int MOST = 1000;

    private TextRegions() {}

    /** A minimum-area rectangle: its corners and the length of its shorter side. */
    private record Rectangle(Quad corners, double shorter) {}

    /**
     * The regions of a map, scaled to a picture, in the order in which contours are found.
     *
     * @param map probabilities, row by row
     * @param mapWidth the map's width
     * @param mapHeight the map's height
     * @param width the picture's width
     * @param height the picture's height
     */
    static List<Quad> find(float[] map, int mapWidth, int mapHeight, int width, int height) {
        List<Quad> found = new ArrayList<>();
        try (FloatPointer values = new FloatPointer(map);
                Mat probabilities = new Mat(mapHeight, mapWidth, opencv_core.CV_32FC1, values);
                Mat mask = mask(map, mapWidth, mapHeight);
                Mat hierarchy = new Mat();
                MatVector contours = new MatVector()) {
            opencv_imgproc.findContours(
                    mask, contours, hierarchy, opencv_imgproc.RETR_LIST, opencv_imgproc.CHAIN_APPROX_SIMPLE);
            for (long i = 0; i < Math.min(contours.size(), MOST); i++) {
                Rectangle rectangle = rectangle(contours.get(i));
                if (rectangle.shorter() < SHORTEST_SIDE || score(probabilities, rectangle.corners()) < SCORE) {
                    continue;
                }
                List<Point> outline = rectangle.corners().grown(rectangle.corners().growth(GROWTH));
                if (outline.isEmpty()) {
                    continue;
                }
                Rectangle grown;
                try (Mat points = points(outline)) {
                    grown = rectangle(points);
                }
                if (grown.shorter() < SHORTEST_SIDE + 2) {
                    continue;
                }
                Quad quad = scaled(grown.corners(), (double) width / mapWidth, (double) height / mapHeight, width, height);
                if ((int) quad.topLeft().distance(quad.topRight()) > 3 && (int) quad.topLeft().distance(quad.bottomLeft()) > 3) {
                    found.add(quad);
                }
            }
        }
        return found;
    }

    /** Sorts regions as they are read: lines from above, each from the left. */
    static List<Quad> inReadingOrder(List<Quad> regions) {
        List<Quad> sorted = new ArrayList<>(regions);
        sorted.sort(Comparator.comparingDouble(quad -> quad.topLeft().y()));
        List<Quad> ordered = new ArrayList<>();
        List<Quad> line = new ArrayList<>();
        for (Quad quad : sorted) {
            if (!line.isEmpty() && quad.topLeft().y() - line.getLast().topLeft().y() >= 10) {
                line.sort(Comparator.comparingDouble(member -> member.topLeft().x()));
                ordered.addAll(line);
                line.clear();
            }
            line.add(quad);
        }
        line.sort(Comparator.comparingDouble(member -> member.topLeft().x()));
        ordered.addAll(line);
        return ordered;
    }

    private static Mat mask(float[] map, int width, int height) {
        byte[] bits = new byte[map.length];
        for (int i = 0; i < map.length; i++) {
            bits[i] = (byte) (map[i] > MASK ? 1 : 0);
        }
        Mat mask = new Mat(height, width, opencv_core.CV_8UC1);
        mask.data().put(bits);
        try (Scalar one = Scalar.all(1);
                Mat kernel = new Mat(2, 2, opencv_core.CV_8UC1, one)) {
            opencv_imgproc.dilate(mask, mask, kernel);
        }
        return mask;
    }

    private static Mat points(List<Point> outline) {
        Mat points = new Mat(outline.size(), 1, opencv_core.CV_32SC2);
        IntBuffer buffer = points.createBuffer();
        outline.forEach(point -> buffer.put((int) point.x()).put((int) point.y()));
        return points;
    }

    private static Rectangle rectangle(Mat points) {
        try (RotatedRect rotated = opencv_imgproc.minAreaRect(points);
                Mat corners = new Mat()) {
            opencv_imgproc.boxPoints(rotated, corners);
            FloatBuffer values = corners.createBuffer();
            List<Point> list = new ArrayList<>(4);
            for (int i = 0; i < 4; i++) {
                list.add(new Point(values.get(2 * i), values.get(2 * i + 1)));
            }
            return new Rectangle(Quad.of(list), Math.min(rotated.size().width(), rotated.size().height()));
        }
    }

    /** The mean probability inside a quadrangle. */
    private static double score(Mat probabilities, Quad quad) {
        int left = probabilities.cols() - 1;
        int top = probabilities.rows() - 1;
        int right = 0;
        int bottom = 0;
        for (Point corner : quad.corners()) {
            left = Math.min(left, (int) Math.floor(corner.x()));
            top = Math.min(top, (int) Math.floor(corner.y()));
            right = Math.max(right, (int) Math.ceil(corner.x()));
            bottom = Math.max(bottom, (int) Math.ceil(corner.y()));
        }
        left = Math.max(left, 0);
        top = Math.max(top, 0);
        right = Math.min(right, probabilities.cols() - 1);
        bottom = Math.min(bottom, probabilities.rows() - 1);
        if (right < left || bottom < top) {
            return 0;
        }
        List<Point> shifted = new ArrayList<>(4);
        for (Point corner : quad.corners()) {
            shifted.add(new Point((int) (corner.x() - left), (int) (corner.y() - top)));
        }
        try (Rect part = new Rect(left, top, right - left + 1, bottom - top + 1);
                Mat inside = new Mat(probabilities, part);
                Scalar none = Scalar.all(0);
                Scalar one = Scalar.all(1);
                Mat mask = new Mat(part.height(), part.width(), opencv_core.CV_8UC1, none);
                Mat outline = points(shifted);
                MatVector polygons = new MatVector(outline)) {
            opencv_imgproc.fillPoly(mask, polygons, one);
            try (Scalar mean = opencv_core.mean(inside, mask)) {
                return mean.get(0);
            }
        }
    }

    private static Quad scaled(Quad quad, double scaleX, double scaleY, int width, int height) {
        List<Point> corners = new ArrayList<>(4);
        for (Point corner : quad.corners()) {
            corners.add(new Point(
                    Math.clamp(Math.rint(corner.x() * scaleX), 0, width - 1), Math.clamp(Math.rint(corner.y() * scaleY), 0, height - 1)));
        }
        return Quad.of(corners);
    }
}
