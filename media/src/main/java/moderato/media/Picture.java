package moderato.media;

/**
 * A picture in memory: three bytes a pixel in the order blue, green, red, rows from the top without gaps.
 *
 * @param width pixels in a row
 * @param height number of rows
 * @param bgr {@code 3 * width * height} bytes
 */
public record Picture(int width, int height, byte[] bgr) {
    public Picture {
        if (width < 1 || height < 1 || bgr.length != 3 * width * height) {
            throw new IllegalArgumentException("a picture of %d x %d with %d bytes".formatted(width, height, bgr.length));
        }
    }
}
