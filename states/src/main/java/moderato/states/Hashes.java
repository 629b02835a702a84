package moderato.states;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The digests that the language offers, in hexadecimal. */
final class Hashes {

    private static final Set<String> OFFERED = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private Hashes() {
    }

    /** Empty for an algorithm that is not offered. */
    static Optional<String> hex(String text, String algorithm) {
        if (!OFFERED.contains(algorithm)) {
            return Optional.empty();
        }
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
