package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * What the starter of a run gave for its handlers, as a journal keeps it.
 *
 * @param json the settings, in canonical form
 * @param text the same as text, which the journal keeps once
 * @param hash the hash of the text, by which runs name it
 */
record Settings(JsonNode json, String text, String hash) {

    static Settings of(JsonNode given) {
        JsonNode json = CanonicalJson.of(given);
        String text = new String(EventCodec.bytes(json), StandardCharsets.UTF_8);
        return new Settings(json, text, hash(text));
    }

    /** The hash by which the journal knows settings. */
    static String hash(String text) {
        return Definition.of("settings", text).hash();
    }
}
