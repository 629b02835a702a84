package moderato.analysis;

import java.util.Optional;

/**
 * A stretch of speech and what was made of it.
 *
 * @param start seconds from the start of the video
 * @param end seconds from the start of the video
 * @param text what was said; empty where nothing believable was heard or the language is not supported
 * @param confidence the mean probability of the transcript's tokens, 0 to 1
 * @param language {@code en}, or {@code und} where it is another or cannot be told
 * @param languageConfidence how likely the speech is English where {@code language} is {@code en}, how unlikely where not
 * @param supported whether the language is one that is transcribed
 * @param dropped why the segment has no text
 */
record SpokenSegment(double start, double end, String text, double confidence, String language, double languageConfidence, boolean supported,
        Optional<String> dropped) {

    SpokenSegment {
        if (!(start >= 0 && end >= start)) {
            throw new IllegalArgumentException("a segment must not end before it starts: " + start + " to " + end);
        }
    }
}
