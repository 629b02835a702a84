package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A frame at an eighth of its size, grey: enough to tell whether anything that could be text changed. A JPEG gives it almost for free.
 */
final class Thumbnail {

    /** The mean of 64 pixels moves less than this by the coding of an unchanged picture. */
    private static final int NOISE = 12;
    /** Two cells of 8x8 pixels: less than one letter of readable text. */
    private static final int CELLS = 2;

    private final int width;
    private final byte[] cells;

    private Thumbnail(int width, byte[] cells) {
        this.width = width;
        this.cells = cells;
    }

    static Thumbnail read(Path file) throws IOException {
        OpenCv.load();
        byte[] bytes = Files.readAllBytes(file);
        try (BytePointer pointer = new BytePointer(bytes);
                Mat coded = new Mat(1, bytes.length, opencv_core.CV_8UC1, pointer);
                Mat small = opencv_imgcodecs.imdecode(coded, opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8)) {
            if (small.empty()) {
                throw new IOException(file + ": is no picture that can be read");
            }
            byte[] cells = new byte[small.cols() * small.rows()];
            small.data().get(cells);
            return new Thumbnail(small.cols(), cells);
        }
    }

    /** Whether the two pictures show the same as far as text is concerned. */
    boolean hardlyDiffersFrom(Thumbnail other) {
        if (width != other.width || cells.length != other.cells.length) {
            return false;
        }
        int changed = 0;
        for (int i = 0; i < cells.length; i++) {
            if (Math.abs((cells[i] & 0xff) - (other.cells[i] & 0xff)) > NOISE) {
                changed++;
            }
        }
        return changed < CELLS;
    }
}
