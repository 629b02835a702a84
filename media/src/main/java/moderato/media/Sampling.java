package moderato.media;

/**
 * Which of the decoded frames become candidates.
 *
 * <p>Times count from the first frame. A slot is a span of time that gives at most one candidate; a gap that swallows several slots gives one.
 */
public sealed interface Sampling {

    /**
     * Up to four candidates a second and at least one every two, near-identical ones marked as such, and a base set: scene cuts, change, and one
     * every two seconds.
     */
    record Adaptive() implements Sampling {}

    /**
     * The first frame at or after k / framesPerSecond, for k = 0, 1, 2, ...; all of them in the base set and none of them left out;
     * near-identical ones are marked.
     *
     * @param framesPerSecond above 0 and at most 1,000
     */
    record Fixed(double framesPerSecond) implements Sampling {
        public Fixed {
            if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
                throw new IllegalArgumentException("frames per second must be above 0 and at most 1000: " + framesPerSecond);
            }
        }
    }

    /** Every decoded frame; all of them in the base set. */
    record Every() implements Sampling {}

    /**
     * Reads {@code adaptive} or a number of frames per second.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    static Sampling parse(String text) {
        if (text.equals("adaptive")) {
            return new Adaptive();
        }
        try {
            return new Fixed(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("frames per second must be 'adaptive' or a number: " + text, e);
        }
    }
}
