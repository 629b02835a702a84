package moderato.states;

import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/** The digests that the language offers, in hexadecimal. */
final class Hashes {

    private static final Set<String> OFFERED = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private Hashes() {
    }

    /** Empty for an algorithm that is not offered. */
    static Optional<String> hex(String text, String algorithm) {
        return OFFERED.contains(algorithm) ? Optional.of(new DigestUtils(algorithm).digestAsHex(text)) : Optional.empty();
    }
}
