package moderato.analysis;

/**
 * Pillow's BILINEAR resizing of 8-bit pictures, to the last bit: a triangle that widens when shrinking, weights in 22-bit fixed point,
 * first along rows, then along columns, rounded to 8 bits in between.
 */
final class AntialiasedResize {

    private static final int PRECISION = 32 - 8 - 2;

    private AntialiasedResize() {}

    /**
     * Resizes interleaved pixels of three channels.
     *
     * @param pixels {@code height} rows of {@code width} pixels
     */
    static byte[] resize(byte[] pixels, int width, int height, int toWidth, int toHeight) {
        byte[] rows = width == toWidth ? pixels : along(pixels, width, height, toWidth, 3, 1);
        return height == toHeight ? rows : along(rows, height, toWidth * 3, toHeight, toWidth * 3, 0);
    }

    /** Weights of one target position: the first source position, and the fixed-point weights from there on. */
    private record Taps(int first, int[] weights) {}

    private static Taps[] taps(int from, int to) {
        double scale = (double) from / to;
        double support = Math.max(scale, 1.0);
        Taps[] taps = new Taps[to];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max((int) (centre - support + 0.5), 0);
            int end = Math.min((int) (centre + support + 0.5), from);
            double[] exact = new double[end - first];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = Math.max(0, 1 - Math.abs((k + first - centre + 0.5) / support));
                sum += exact[k];
            }
            int[] weights = new int[exact.length];
            for (int k = 0; k < exact.length; k++) {
                weights[k] = (int) (0.5 + exact[k] / sum * (1 << PRECISION));
            }
            taps[i] = new Taps(first, weights);
        }
        return taps;
    }

    /**
     * Resizes along one axis. Rows: {@code lines} rows of {@code from} pixels, {@code stride} 3 between neighbours. Columns: {@code lines}
     * columns of {@code from} values, {@code stride} a whole row between neighbours.
     */
    private static byte[] along(byte[] pixels, int from, int lines, int to, int stride, int rows) {
        Taps[] taps = taps(from, to);
        byte[] out = new byte[rows == 1 ? lines * to * 3 : to * lines];
        for (int i = 0; i < to; i++) {
            int first = taps[i].first();
            int[] weights = taps[i].weights();
            if (rows == 1) {
                for (int line = 0; line < lines; line++) {
                    for (int channel = 0; channel < 3; channel++) {
                        int start = (line * from + first) * 3 + channel;
                        out[(line * to + i) * 3 + channel] = weighted(pixels, start, 3, weights);
                    }
                }
            } else {
                for (int line = 0; line < lines; line++) {
                    out[i * lines + line] = weighted(pixels, first * stride + line, stride, weights);
                }
            }
        }
        return out;
    }

    private static byte weighted(byte[] pixels, int start, int stride, int[] weights) {
        int sum = 1 << (PRECISION - 1);
        for (int k = 0; k < weights.length; k++) {
            sum += (pixels[start + k * stride] & 0xff) * weights[k];
        }
        return (byte) Math.clamp(sum >> PRECISION, 0, 255);
    }
}
