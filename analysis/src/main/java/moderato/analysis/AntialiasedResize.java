package moderato.analysis;

import java.util.Arrays;

/**
 * Pillow's BILINEAR resizing of 8-bit pictures, to the last bit: a triangle that widens when shrinking, weights in 22-bit fixed point,
 * first along rows, then along columns, rounded to 8 bits in between.
 */
final class AntialiasedResize {

    private static final int PRECISION = 32 - 8 - 2;
    private static final int HALF = 1 << (PRECISION - 1);

    private AntialiasedResize() {}

    /**
     * Resizes interleaved pixels of three channels.
     *
     * @param pixels {@code height} rows of {@code width} pixels
     */
    static byte[] resize(byte[] pixels, int width, int height, int toWidth, int toHeight) {
        byte[] rows = width == toWidth ? pixels : alongRows(pixels, width, height, toWidth);
        return height == toHeight ? rows : alongColumns(rows, height, toWidth * 3, toHeight);
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

    private static byte[] alongRows(byte[] pixels, int width, int height, int toWidth) {
        Taps[] taps = taps(width, toWidth);
        byte[] out = new byte[height * toWidth * 3];
        int to = 0;
        for (int row = 0; row < height; row++) {
            for (Taps tap : taps) {
                int from = (row * width + tap.first()) * 3;
                int blue = HALF;
                int green = HALF;
                int red = HALF;
                for (int weight : tap.weights()) {
                    blue += (pixels[from] & 0xff) * weight;
                    green += (pixels[from + 1] & 0xff) * weight;
                    red += (pixels[from + 2] & 0xff) * weight;
                    from += 3;
                }
                out[to++] = rounded(blue);
                out[to++] = rounded(green);
                out[to++] = rounded(red);
            }
        }
        return out;
    }

    /* Whole rows are added up: a loop over neighbours is what the compiler turns into vector instructions. */
    private static byte[] alongColumns(byte[] rows, int height, int length, int toHeight) {
        Taps[] taps = taps(height, toHeight);
        byte[] out = new byte[toHeight * length];
        int[] sums = new int[length];
        for (int row = 0; row < toHeight; row++) {
            Arrays.fill(sums, HALF);
            int from = taps[row].first() * length;
            for (int weight : taps[row].weights()) {
                for (int i = 0; i < length; i++) {
                    sums[i] += (rows[from + i] & 0xff) * weight;
                }
                from += length;
            }
            for (int i = 0; i < length; i++) {
                out[row * length + i] = rounded(sums[i]);
            }
        }
        return out;
    }

    /* Weights are positive and add up to one but for their rounding, so a sum is never below 0 and may be just above 255. */
    private static byte rounded(int sum) {
        return (byte) Math.min(sum >> PRECISION, 255);
    }
}
