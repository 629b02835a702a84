package moderato.moderation;

import java.util.Optional;

/**
 * A stretch of the transcript.
 *
 * @param start seconds from the start of the video
 * @param end seconds from the start of the video
 * @param text what was said; empty when the language is not supported or the text was dropped
 * @param confidence of the text, 0 to 1
 * @param language the language heard, as a code such as {@code en}
 * @param languageConfidence 0 to 1
 * @param supported whether a model understands the language
 * @param dropped why the text was not kept, such as a repetition that no one said
 * @param model the model's name and version
 */
public record Speech(
        double start,
        double end,
        String text,
        double confidence,
        String language,
        double languageConfidence,
        boolean supported,
        Optional<String> dropped,
        Optional<String> model) {
}
