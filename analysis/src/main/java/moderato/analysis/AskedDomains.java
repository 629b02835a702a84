package moderato.analysis;

import java.util.Arrays;
import java.util.Map;

/** Which domains a moderation asks for: those in the variable {@code MODERATO_DOMAINS}, separated by commas; without it, every domain. */
public final class AskedDomains {

    /** The variable's name. */
    public static final String VARIABLE = "MODERATO_DOMAINS";

    private AskedDomains() {}

    /** Whether a domain is asked for in an environment. */
    public static boolean contain(String domain, Map<String, String> environment) {
        String asked = environment.get(VARIABLE);
        return asked == null || Arrays.asList(asked.split(",")).contains(domain);
    }
}
