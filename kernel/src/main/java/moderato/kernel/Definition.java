package moderato.kernel;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * A state machine or a pipeline, as its author wrote it.
 *
 * @param language the name of its {@link Language}
 * @param text the definition's own text
 * @param hash the SHA-256 of language and text, in hexadecimal
 */
public record Definition(String language, String text, String hash) {

    public Definition {
        if (language.isBlank()) {
            throw new IllegalArgumentException("a definition needs a language");
        }
    }

    /** A definition with its hash. */
    public static Definition of(String language, String text) {
        return new Definition(language, text, DigestUtils.sha256Hex(language + '\0' + text));
    }
}
