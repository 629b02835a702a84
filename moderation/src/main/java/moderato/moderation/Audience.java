package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whom the video will be shown to. */
public enum Audience implements Named {
    GENERAL, TEEN, ADULT;

    @Override
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
