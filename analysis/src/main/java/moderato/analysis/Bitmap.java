package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** A decoded picture in native memory: 8 bits a channel, blue, green, red. Close it to give the memory back. */
final class Bitmap implements AutoCloseable {

    private final Mat mat;

    Bitmap(Mat mat) {
        this.mat = mat;
    }

    /**
     * Reads a JPEG or PNG file; an alpha channel is dropped, grey becomes three equal channels.
     *
     * @throws IOException when the file is not there or is no such picture
     */
    static Bitmap read(Path file) throws IOException {
        return decode(Files.readAllBytes(file), file.toString());
    }

    /**
     * Reads a JPEG or PNG picture.
     *
     * @param name what messages call it
     */
    static Bitmap decode(byte[] bytes, String name) throws IOException {
        OpenCv.load();
        if (bytes.length == 0) {
            throw new IOException(name + ": is empty");
        }
        try (BytePointer pointer = new BytePointer(bytes);
                Mat coded = new Mat(1, bytes.length, opencv_core.CV_8UC1, pointer)) {
            Mat mat = opencv_imgcodecs.imdecode(coded, opencv_imgcodecs.IMREAD_COLOR);
            if (mat.empty()) {
                mat.close();
                throw new IOException(name + ": is no picture that can be read");
            }
            return new Bitmap(mat);
        }
    }

    /** A picture of one colour. */
    static Bitmap filled(int width, int height, int value) {
        OpenCv.load();
        try (Scalar colour = Scalar.all(value)) {
            return new Bitmap(new Mat(height, width, opencv_core.CV_8UC3, colour));
        }
    }

    int width() {
        return mat.cols();
    }

    int height() {
        return mat.rows();
    }

    Mat mat() {
        return mat;
    }

    /** The pixels in rows, blue, green, red. */
    byte[] pixels() {
        byte[] pixels = new byte[width() * height() * 3];
        Mat whole = mat.isContinuous() ? mat : mat.clone();
        whole.data().get(pixels);
        if (whole != mat) {
            whole.close();
        }
        return pixels;
    }

    static Bitmap of(int width, int height, byte[] pixels) {
        OpenCv.load();
        Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
        mat.data().put(pixels);
        return new Bitmap(mat);
    }

    /** The picture at another size, by OpenCV's INTER_LINEAR: no smoothing when shrinking. */
    Bitmap resized(int width, int height) {
        return resized(width, height, opencv_imgproc.INTER_LINEAR);
    }

    /** The picture at a smaller size, each pixel the mean of those it stands for. */
    Bitmap shrunk(int width, int height) {
        return resized(width, height, opencv_imgproc.INTER_AREA);
    }

    private Bitmap resized(int width, int height, int interpolation) {
        Mat out = new Mat();
        try (Size size = new Size(width, height)) {
            opencv_imgproc.resize(mat, out, size, 0, 0, interpolation);
        }
        return new Bitmap(out);
    }

    /** A part of the picture, copied; the rectangle lies inside. */
    Bitmap cut(int x, int y, int width, int height) {
        try (Rect part = new Rect(x, y, width, height);
                Mat view = new Mat(mat, part)) {
            return new Bitmap(view.clone());
        }
    }

    /** The picture with bars of one value around it. */
    Bitmap padded(int top, int bottom, int left, int right, int value) {
        Mat out = new Mat();
        try (Scalar colour = Scalar.all(value)) {
            opencv_core.copyMakeBorder(mat, out, top, bottom, left, right, opencv_core.BORDER_CONSTANT, colour);
        }
        return new Bitmap(out);
    }

    @Override
    public void close() {
        mat.close();
    }
}
