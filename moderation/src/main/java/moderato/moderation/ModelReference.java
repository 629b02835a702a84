package moderato.moderation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that took part.
 *
 * @param sha256 the digest of its file, in hexadecimal
 * @param licence under which terms it may be used
 * @param attribution whom to name
 * @param domains what it was used for
 */
public record ModelReference(
        String name, String version, String sha256, String licence, Optional<String> attribution, List<String> domains) {

    public ModelReference {
        domains = List.copyOf(domains);
    }

    /** How evidence names it. */
    public String label() {
        return version.isEmpty() ? name : name + " " + version;
    }

    /** The same model, used for what another step used it for as well. */
    ModelReference withDomainsOf(ModelReference other) {
        return new ModelReference(name, version, sha256, licence, attribution,
                Stream.concat(domains.stream(), other.domains.stream()).distinct().toList());
    }
}
