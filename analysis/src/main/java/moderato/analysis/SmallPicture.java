package moderato.analysis;

import java.io.IOException;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/** Pictures made small enough to be shown beside a finding. */
public final class SmallPicture {

    private SmallPicture() {}

    /**
     * A JPEG of a picture.
     *
     * @param picture a JPEG or PNG
     * @param width the most pixels of a row; the sides keep their proportion
     * @param quality of the JPEG, 0 to 100
     * @return nothing where the picture cannot be read
     */
    public static Optional<byte[]> of(byte[] picture, int width, int quality) {
        try (Bitmap full = Bitmap.decode(picture, "a picture")) {
            int columns = Math.min(width, full.width());
            int rows = Math.max(1, Math.round((float) full.height() * columns / full.width()));
            try (Bitmap small = full.shrunk(columns, rows);
                    BytePointer coded = new BytePointer();
                    IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
                opencv_imgcodecs.imencode(".jpg", small.mat(), coded, settings);
                byte[] bytes = new byte[(int) coded.limit()];
                coded.get(bytes);
                return Optional.of(bytes);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
