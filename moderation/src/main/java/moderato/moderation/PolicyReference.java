package moderato.moderation;

/**
 * Which policy decided.
 *
 * @param name the policy's own name
 * @param audience the audience it decided for
 * @param sha256 the digest of its rules as they were applied, in hexadecimal
 */
public record PolicyReference(String name, Audience audience, String sha256) {
}
