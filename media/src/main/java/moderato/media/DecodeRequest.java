package moderato.media;

/**
 * What is wanted of a decode.
 *
 * @param sampling which frames become candidates
 * @param pixels in which form candidates come
 * @param longerSide the longer side of a candidate is shrunk to at most this many pixels; never enlarged
 * @param audio whether sound is wanted
 */
public record DecodeRequest(Sampling sampling, Pixels pixels, int longerSide, boolean audio) {

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
    }
}
