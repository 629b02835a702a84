package moderato.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(language.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return new Definition(language, text, HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
