package moderato.media;

/**
 * The brightness of a picture: one byte a pixel, 0 black to 255 white, rows from the top.
 *
 * @param width pixels in a row
 * @param height number of rows
 * @param pixels {@code width * height} bytes
 */
public record Luma(int width, int height, byte[] pixels) {
    public Luma {
        if (width < 1 || height < 1 || pixels.length != width * height) {
            throw new IllegalArgumentException("a picture of %d x %d with %d bytes".formatted(width, height, pixels.length));
        }
    }
}
