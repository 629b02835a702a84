package moderato.media;

/**
 * What is wanted of a decode.
 *
 * @param sampling which frames become candidates
 * @param pixels in which form candidates come
 * @param longerSide the longer side of a candidate is shrunk to at most this many pixels; never enlarged
 * @param lumaSide {@link Frame#luma()} is shrunk by the largest whole number that leaves its longer side at least this many pixels
 * @param audio whether sound is wanted
 */
public record DecodeRequest(Sampling sampling, Pixels pixels, int longerSide, int lumaSide, boolean audio) {

    /** Enough brightness to tell frames apart and to hash them: each hash within a few bits of that of the full picture. */
    public static final int SMALL_LUMA = 480;

    /** Brightness in full. */
    public static final int FULL_LUMA = 8192;

    /** In which form a candidate's displayed picture comes. */
    public enum Pixels {
        /** Only its {@link Luma}. */
        NONE,
        /** {@link Frame#jpeg()}. */
        JPEG,
        /** {@link Frame#picture()}. */
        BGR
    }

    public DecodeRequest {
        if (longerSide < 16) {
            throw new IllegalArgumentException("the longer side must have at least 16 pixels: " + longerSide);
        }
        if (lumaSide < 16 || lumaSide > FULL_LUMA) {
            throw new IllegalArgumentException("the longer side of the brightness must have 16 to 8192 pixels: " + lumaSide);
        }
    }
}
