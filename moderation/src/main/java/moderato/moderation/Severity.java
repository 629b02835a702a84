package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How grave what a rule found is, from the mildest to the gravest. */
public enum Severity implements Named {
    NONE, LOW, MEDIUM, HIGH, CRITICAL;

    @Override
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
