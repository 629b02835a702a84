package moderato.media;

/**
 * How decoded pixels become the displayed picture: first scaled to square pixels, then turned and mirrored.
 *
 * @param scaledWidth pixels in a row before turning, square
 * @param scaledHeight rows before turning
 * @param transposed whether rows become columns
 * @param mirrored whether left and right are exchanged, after transposing
 * @param flipped whether top and bottom are exchanged, after transposing
 * @param rotation the counter-clockwise angle of the display matrix, 0 to 359 degrees
 */
record Display(int scaledWidth, int scaledHeight, boolean transposed, boolean mirrored, boolean flipped, int rotation) {

    private static final double WIDEST_PIXEL = 8;

    /**
     * Reads a display matrix: nine numbers, (a, b, u, c, d, v, x, y, w), as ISO/IEC 14496-12 has it; a point (p, q) of the picture is shown at
     * (a p + c q, b p + d q). Angles between right angles go to the nearest.
     *
     * @param matrix the nine numbers, or none
     */
    static Display of(int width, int height, int aspectNumerator, int aspectDenominator, int[] matrix) {
        int squareWidth = width;
        int squareHeight = height;
        double aspect = aspectDenominator > 0 && aspectNumerator > 0 ? (double) aspectNumerator / aspectDenominator : 1;
        if (aspect > 1 && aspect <= WIDEST_PIXEL) {
            squareWidth = (int) Math.round(width * aspect);
        } else if (aspect < 1 && aspect >= 1 / WIDEST_PIXEL) {
            squareHeight = (int) Math.round(height / aspect);
        }
        if (matrix.length != 9) {
            return new Display(squareWidth, squareHeight, false, false, false, 0);
        }
        double a = matrix[0];
        double b = matrix[1];
        double c = matrix[3];
        double d = matrix[4];
        int rotation = (int) Math.floorMod(Math.round(-Math.toDegrees(Math.atan2(b, a))), 360L);
        boolean transposed = Math.abs(b) > Math.abs(a);
        boolean mirrored = transposed ? c < 0 : a < 0;
        boolean flipped = transposed ? b < 0 : d < 0;
        return new Display(squareWidth, squareHeight, transposed, mirrored, flipped, rotation);
    }

    int width() {
        return transposed ? scaledHeight : scaledWidth;
    }

    int height() {
        return transposed ? scaledWidth : scaledHeight;
    }

    boolean turns() {
        return transposed || mirrored || flipped;
    }

    /** The same picture, shrunk so that its longer side has at most so many pixels. */
    Display within(int longerSide) {
        int longer = Math.max(scaledWidth, scaledHeight);
        if (longer <= longerSide) {
            return this;
        }
        int width = Math.max(1, (int) Math.round((double) scaledWidth * longerSide / longer));
        int height = Math.max(1, (int) Math.round((double) scaledHeight * longerSide / longer));
        return new Display(width, height, transposed, mirrored, flipped, rotation);
    }

    /**
     * Turns and mirrors one plane of a picture.
     *
     * @param plane the plane before turning, {@code width * height * step} bytes
     * @param width pixels in a row of the plane before turning
     * @param height rows of the plane before turning
     * @param step bytes a pixel
     */
    byte[] turn(byte[] plane, int width, int height, int step) {
        if (!turns()) {
            return plane;
        }
        byte[] turned = new byte[plane.length];
        int turnedWidth = transposed ? height : width;
        int turnedHeight = transposed ? width : height;
        int target = 0;
        for (int y = 0; y < turnedHeight; y++) {
            int v = flipped ? turnedHeight - 1 - y : y;
            for (int x = 0; x < turnedWidth; x++) {
                int u = mirrored ? turnedWidth - 1 - x : x;
                int source = (transposed ? u * width + v : v * width + u) * step;
                for (int i = 0; i < step; i++) {
                    turned[target++] = plane[source + i];
                }
            }
        }
        return turned;
    }
}
