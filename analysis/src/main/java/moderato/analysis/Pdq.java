package moderato.analysis;

import java.util.Arrays;
import moderato.media.Luma;
import moderato.media.Picture;

/**
 * Meta's perceptual hash PDQ, after its published description and reference ("The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
 * Algorithm", 2019): brightness, a tent filter made of two passes of a moving average in both directions, 64 x 64 samples, the 16 x 16 lowest
 * frequencies of a cosine transform without the constant one, one bit each for being above their median.
 */
final class Pdq {

    /** A hash with its quality, 0 (a plain picture, the hash says nothing) to 100. */
    record Hashed(PdqHash hash, int quality) {}

    private static final int SIDE = 64;
    private static final int FREQUENCIES = 16;
    private static final int LARGEST = 512;
    private static final int SMALLEST = 5;
    private static final float[] TRANSFORM = transform();

    private Pdq() {}

    /** Hashes a still picture. Larger ones are first thinned out to 512 x 512 pixels without averaging, as the reference does. */
    static Hashed hash(Picture picture) {
        boolean large = picture.width() > LARGEST || picture.height() > LARGEST;
        int width = large ? LARGEST : picture.width();
        int height = large ? LARGEST : picture.height();
        float[] brightness = new float[width * height];
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * picture.height() / height);
            for (int x = 0; x < width; x++) {
                int at = 3 * (row * picture.width() + (int) ((long) x * picture.width() / width));
                brightness[y * width + x] = 0.114f * (picture.bgr()[at] & 0xff)
                        + 0.587f * (picture.bgr()[at + 1] & 0xff)
                        + 0.299f * (picture.bgr()[at + 2] & 0xff);
            }
        }
        return hash(brightness, width, height);
    }

    /** Hashes a frame. */
    static Hashed hash(Luma luma) {
        float[] brightness = new float[luma.pixels().length];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = luma.pixels()[i] & 0xff;
        }
        return hash(brightness, luma.width(), luma.height());
    }

    private static Hashed hash(float[] brightness, int width, int height) {
        if (width < SMALLEST || height < SMALLEST) {
            return new Hashed(new PdqHash(0, 0, 0, 0), 0);
        }
        float[] samples = samples(brightness, width, height);
        return new Hashed(bits(lowFrequencies(samples)), quality(samples));
    }

    /**
     * The blurred picture at the middles of 64 x 64 fields. The passes along rows and those along columns commute, so rows go first, one at a time
     * and within the processor's cache, and of each row only the 64 values that are needed are kept.
     */
    private static float[] samples(float[] brightness, int width, int height) {
        int across = window(width);
        int down = window(height);
        float[] once = new float[width];
        float[] twice = new float[width];
        float[] narrow = new float[height * SIDE];
        for (int row = 0; row < height; row++) {
            averageRow(brightness, row * width, once, width, across);
            averageRow(once, 0, twice, width, across);
            for (int j = 0; j < SIDE; j++) {
                narrow[row * SIDE + j] = twice[(int) ((j + 0.5) * width / SIDE)];
            }
        }
        float[] other = new float[narrow.length];
        averageColumns(narrow, other, SIDE, height, down);
        averageColumns(other, narrow, SIDE, height, down);
        float[] samples = new float[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            System.arraycopy(narrow, (int) ((i + 0.5) * height / SIDE) * SIDE, samples, i * SIDE, SIDE);
        }
        return samples;
    }

    /** Two passes of half a sample's width see a whole sample. */
    private static int window(int length) {
        return (length + 2 * SIDE - 1) / (2 * SIDE);
    }

    private static void averageRow(float[] in, int start, float[] out, int width, int window) {
        int ahead = window / 2;
        float sum = 0;
        int count = 0;
        for (int i = -ahead; i < width; i++) {
            if (i + ahead < width) {
                sum += in[start + i + ahead];
                count++;
            }
            int behind = i + ahead - window;
            if (behind >= 0) {
                sum -= in[start + behind];
                count--;
            }
            if (i >= 0) {
                out[i] = sum / count;
            }
        }
    }

    /** Works on whole rows at a time: columns one by one would miss the processor's cache at every step. */
    private static void averageColumns(float[] in, float[] out, int width, int height, int window) {
        int ahead = window / 2;
        float[] sums = new float[width];
        int count = 0;
        for (int i = -ahead; i < height; i++) {
            if (i + ahead < height) {
                int row = (i + ahead) * width;
                for (int x = 0; x < width; x++) {
                    sums[x] += in[row + x];
                }
                count++;
            }
            int behind = i + ahead - window;
            if (behind >= 0) {
                int row = behind * width;
                for (int x = 0; x < width; x++) {
                    sums[x] -= in[row + x];
                }
                count--;
            }
            if (i >= 0) {
                int row = i * width;
                for (int x = 0; x < width; x++) {
                    out[row + x] = sums[x] / count;
                }
            }
        }
    }

    /** Clear differences between neighbours, counted: the reference's heuristic. */
    private static int quality(float[] samples) {
        int sum = 0;
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                float here = samples[i * SIDE + j];
                if (i + 1 < SIDE) {
                    sum += Math.abs((int) ((here - samples[(i + 1) * SIDE + j]) * 100 / 255));
                }
                if (j + 1 < SIDE) {
                    sum += Math.abs((int) ((here - samples[i * SIDE + j + 1]) * 100 / 255));
                }
            }
        }
        return Math.min(100, sum / 90);
    }

    private static float[] lowFrequencies(float[] samples) {
        float[] half = new float[FREQUENCIES * SIDE];
        for (int i = 0; i < FREQUENCIES; i++) {
            for (int k = 0; k < SIDE; k++) {
                float factor = TRANSFORM[i * SIDE + k];
                for (int j = 0; j < SIDE; j++) {
                    half[i * SIDE + j] += factor * samples[k * SIDE + j];
                }
            }
        }
        float[] frequencies = new float[FREQUENCIES * FREQUENCIES];
        for (int i = 0; i < FREQUENCIES; i++) {
            for (int j = 0; j < FREQUENCIES; j++) {
                float sum = 0;
                for (int k = 0; k < SIDE; k++) {
                    sum += half[i * SIDE + k] * TRANSFORM[j * SIDE + k];
                }
                frequencies[i * FREQUENCIES + j] = sum;
            }
        }
        return frequencies;
    }

    private static float[] transform() {
        float[] matrix = new float[FREQUENCIES * SIDE];
        float scale = (float) Math.sqrt(2.0 / SIDE);
        for (int i = 0; i < FREQUENCIES; i++) {
            for (int j = 0; j < SIDE; j++) {
                matrix[i * SIDE + j] = (float) (scale * Math.cos(Math.PI / 2 / SIDE * (i + 1) * (2 * j + 1)));
            }
        }
        return matrix;
    }

    /** The lower median: exactly half of the bits are set unless values are equal. The last frequency is written first. */
    private static PdqHash bits(float[] frequencies) {
        float[] sorted = frequencies.clone();
        Arrays.sort(sorted);
        float median = sorted[sorted.length / 2 - 1];
        long[] parts = new long[4];
        for (int i = 0; i < frequencies.length; i++) {
            if (frequencies[i] > median) {
                parts[3 - i / 64] |= 1L << (i % 64);
            }
        }
        return new PdqHash(parts[0], parts[1], parts[2], parts[3]);
    }
}
